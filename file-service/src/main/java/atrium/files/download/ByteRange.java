package atrium.files.download;

/** The bytes from {@code first} to {@code last}, both included, which the file has. */
record ByteRange(long first, long last) {

    static ByteRange whole(long size) {
        return new ByteRange(0, size - 1);
    }

    long length() {
        return last - first + 1;
    }

    /** {@code Content-Range} (RFC 9110, section 14.4). */
    String of(long size) {
        return "bytes " + first + '-' + last + '/' + size;
    }

    /** Whether the two overlap, or are less than {@code gap} bytes apart. */
    boolean meets(ByteRange other, long gap) {
        return first - other.last <= gap && other.first - last <= gap;
    }

    ByteRange joined(ByteRange other) {
        return new ByteRange(Math.min(first, other.first), Math.max(last, other.last));
    }
}
