package atrium.files.storage;

/**
 * What a store knows of a finished blob.
 *
 * @param sha256 of its bytes, in lower-case hexadecimal
 */
public record FinishedBlob(long size, String sha256) {}
