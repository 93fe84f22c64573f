package atrium.nacos.publisher;

/**
 * A value as Nacos holds it.
 *
 * @param md5 Nacos' own checksum: a write that names it succeeds only while it is still the current one
 */
record StoredConfig(String content, String md5) {}
