package atrium.files.download;

import java.nio.charset.StandardCharsets;

/** A piece of an answer's body. */
sealed interface Segment {

    long length();

    /** Bytes of the file. */
    record Bytes(ByteRange range) implements Segment {

        @Override
        public long length() {
            return range.length();
        }
    }

    /** What stands between them. */
    record Text(byte[] bytes) implements Segment {

        static Text of(String text) {
            return new Text(text.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public long length() {
            return bytes.length;
        }
    }
}
