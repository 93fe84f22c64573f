package atrium.nacos.publisher;

/** The name of a configuration in Nacos: {@code ATRIUM/gateway.yaml}. */
record ConfigId(String group, String dataId) implements Comparable<ConfigId> {

    @Override
    public int compareTo(ConfigId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return group + "/" + dataId;
    }
}
