package atrium.stream.protocol.rtmp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The digest in a handshake packet: an HMAC-SHA256 over the other 1 504 bytes, at a place that four of these bytes tell.
 *
 * <p>Adobe published no specification of it; Flash Player 9 brought it, and the clients of ffmpeg and librtmp document
 * it by use. It proves nothing, since its keys are known to all, but some players insist on it.
 */
final class HandshakeDigest {

    static final int PACKET = 1536;
    static final int LENGTH = 32;

    /** Where the four bytes are whose sum tells the digest's place: in scheme 0 and in scheme 1. */
    private static final int[] SCHEMES = {8, 772};

    private static final int PLACES = 728;
    private static final byte[] CLIENT = "Genuine Adobe Flash Player 001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER = "Genuine Adobe Flash Media Server 001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMON =
            HexFormat.of().parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");

    private final int scheme;
    private final byte[] digest;

    private HandshakeDigest(int scheme, byte[] digest) {
        this.scheme = scheme;
        this.digest = digest;
    }

    /** The digest of a client's C1; none if it does not fit, as in C1 of a client that knows the plain handshake only. */
    static @Nullable HandshakeDigest of(byte[] c1) {
        for (int scheme : SCHEMES) {
            byte[] expected = digest(c1, place(c1, scheme), CLIENT);
            byte[] found = new byte[LENGTH];
            System.arraycopy(c1, place(c1, scheme), found, 0, LENGTH);
            if (MessageDigest.isEqual(expected, found)) {
                return new HandshakeDigest(scheme, found);
            }
        }
        return null;
    }

    /** Puts a server's digest into {@code s1}, in the client's scheme. */
    void sign(byte[] s1) {
        int place = place(s1, scheme);
        System.arraycopy(digest(s1, place, SERVER), 0, s1, place, LENGTH);
    }

    /** Ends {@code s2} with the answer to the client's digest. */
    void answer(byte[] s2) {
        Mac mac = mac(join(SERVER, COMMON));
        mac = mac(mac.doFinal(digest));
        mac.update(s2, 0, PACKET - LENGTH);
        System.arraycopy(mac.doFinal(), 0, s2, PACKET - LENGTH, LENGTH);
    }

    private static int place(byte[] packet, int scheme) {
        int sum = 0;
        for (int i = scheme; i < scheme + 4; i++) {
            sum += packet[i] & 0xff;
        }
        return scheme + 4 + sum % PLACES;
    }

    private static byte[] digest(byte[] packet, int place, byte[] key) {
        Mac mac = mac(key);
        mac.update(packet, 0, place);
        mac.update(packet, place + LENGTH, PACKET - place - LENGTH);
        return mac.doFinal();
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
