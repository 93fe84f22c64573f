package atrium.files.protocol.tus;

import atrium.files.problem.FileProblem;
import atrium.files.upload.Checksum;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * {@code Upload-Checksum} of tus 1.0.0, "Checksum": an algorithm's name, a space and the sum in Base64; the one of
 * crc32 is four bytes, the highest first.
 */
final class UploadChecksum implements Checksum {

    /** What {@code Tus-Checksum-Algorithm} tells. */
    static final String ALGORITHMS = "sha1,sha256,crc32";

    private final Sum sum;
    private final byte[] given;

    private UploadChecksum(Sum sum, byte[] given) {
        this.sum = sum;
        this.given = given;
    }

    /** The header's checksum; {@code null} where there is no header. */
    static @Nullable UploadChecksum parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String[] parts = header.split(" ", -1);
        if (parts.length != 2) {
            throw bad(header, "an algorithm, a space and the checksum in Base64");
        }
        Sum sum = sum(parts[0], header);
        byte[] given = decode(parts[1], header);
        if (given.length != sum.length()) {
            throw bad(header, sum.length() + " bytes in Base64");
        }
        return new UploadChecksum(sum, given);
    }

    @Override
    public void update(ByteBuffer bytes) {
        sum.update(bytes);
    }

    @Override
    public boolean matches() {
        return MessageDigest.isEqual(sum.value(), given);
    }

    private static Sum sum(String algorithm, String header) {
        return switch (algorithm) {
            case "sha1" -> digest("SHA-1");
            case "sha256" -> digest("SHA-256");
            case "crc32" -> new Crc(new CRC32());
            default -> throw bad(header, "one of " + ALGORITHMS);
        };
    }

    private static byte[] decode(String base64, String header) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw bad(header, "the checksum in Base64");
        }
    }

    private static RuntimeException bad(String header, String expected) {
        return FileProblem.BAD_REQUEST.with(
                TusHeaders.CHECKSUM + ": " + TusHeaders.shown(header) + " (expected: " + expected + ")");
    }

    private static Sum digest(String algorithm) {
        try {
            return new Digest(MessageDigest.getInstance(algorithm));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    private sealed interface Sum {

        void update(ByteBuffer bytes);

        /** Of all bytes so far; asked for once. */
        byte[] value();

        int length();
    }

    private record Digest(MessageDigest digest) implements Sum {

        @Override
        public void update(ByteBuffer bytes) {
            digest.update(bytes);
        }

        @Override
        public byte[] value() {
            return digest.digest();
        }

        @Override
        public int length() {
            return digest.getDigestLength();
        }
    }

    private record Crc(CRC32 crc) implements Sum {

        @Override
        public void update(ByteBuffer bytes) {
            crc.update(bytes);
        }

        @Override
        public byte[] value() {
            return ByteBuffer.allocate(Integer.BYTES)
                    .putInt((int) crc.getValue())
                    .array();
        }

        @Override
        public int length() {
            return Integer.BYTES;
        }
    }
}
