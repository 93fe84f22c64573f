package atrium.platform.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * So many bytes as a seed makes them, from any offset on: the content of a file that is too large to be held.
 *
 * @param seed the same seed makes the same bytes
 */
public record GeneratedBytes(long seed, long length) {

    private static final int BLOCK = 64 * 1024;

    /** The bytes from {@code offset} on, in pieces. */
    public Iterable<byte[]> from(long offset) {
        return () -> LongStream.range(offset / BLOCK, (length + BLOCK - 1) / BLOCK)
                .mapToObj(block -> block(block, offset))
                .iterator();
    }

    /** The bytes from {@code offset} on, as a stream. */
    public InputStream streamFrom(long offset) {
        Iterator<byte[]> pieces = from(offset).iterator();
        return new InputStream() {
            private byte[] piece = {};
            private int at;

            @Override
            public int read() {
                return more() ? piece[at++] & 0xFF : -1;
            }

            @Override
            public int read(byte[] into, int offsetInto, int wanted) {
                if (!more()) {
                    return -1;
                }
                int some = Math.min(wanted, piece.length - at);
                System.arraycopy(piece, at, into, offsetInto, some);
                at += some;
                return some;
            }

            private boolean more() {
                while (at == piece.length && pieces.hasNext()) {
                    piece = pieces.next();
                    at = 0;
                }
                return at < piece.length;
            }
        };
    }

    /** Of all bytes, in lower-case hexadecimal. */
    public String sha256() throws IOException {
        return sha256(streamFrom(0));
    }

    /** Of all that {@code bytes} has, in lower-case hexadecimal. */
    public static String sha256(InputStream bytes) throws IOException {
        MessageDigest digest = digest();
        byte[] piece = new byte[BLOCK];
        for (int some = bytes.read(piece); some >= 0; some = bytes.read(piece)) {
            digest.update(piece, 0, some);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private byte[] block(long index, long offset) {
        byte[] block = new byte[BLOCK];
        new SplittableRandom(seed + index).nextBytes(block);
        long begin = index * BLOCK;
        int from = (int) Math.max(0, offset - begin);
        int to = (int) Math.min(BLOCK, length - begin);
        return from == 0 && to == BLOCK ? block : Arrays.copyOfRange(block, from, to);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
