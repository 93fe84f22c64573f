package atrium.stream.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server against a client that insists on digests, as Flash Player and ffmpeg as a player do. */
class DigestHandshakeTests {

    private static final int PACKET = 1536;
    private static final byte[] PLAYER = "Genuine Adobe Flash Player 001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER = "Genuine Adobe Flash Media Server 001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_WHOLE =
            concat(SERVER, HexFormat.of().parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae"));

    private final EmbeddedChannel channel = new EmbeddedChannel(new HandshakeHandler(new Random(1)));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 772})
    void rightDigest_thenAnsweredWithDigestsInTheSameScheme(int scheme) throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            EmbeddedChannel server = new EmbeddedChannel(new HandshakeHandler(new Random(seed)));
            byte[] c1 = c1(scheme, seed);
            server.writeInbound(Unpooled.wrappedBuffer(concat(new byte[] {3}, c1)));
            assertThatDigestsAreRight(read(server), c1, scheme);
            server.finishAndReleaseAll();
        }
    }

    @Test
    void byteByByte_thenTheSameAnswerOnce() throws Exception {
        byte[] c1 = c1(772, 7);
        byte[] all = concat(concat(new byte[] {3}, c1), concat(new byte[PACKET], new byte[] {9}));
        for (byte b : all) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }

        assertThatDigestsAreRight(read(channel), c1, 772);
        assertThat((Object) channel.readOutbound()).isNull();
        assertThat(channel.pipeline().get(HandshakeHandler.class)).isNull();
        ByteBuf rest = channel.readInbound();
        assertThat(ByteBufUtil.getBytes(rest)).containsExactly(9);
        rest.release();
    }

    @Test
    void versionWithoutARightDigest_thenAnsweredPlainly() throws Exception {
        byte[] c1 = c1(8, 1);
        c1[1535] ^= 1;
        channel.writeInbound(Unpooled.wrappedBuffer(concat(new byte[] {3}, c1)));
        byte[] answer = read(channel);

        assertThat(Arrays.copyOfRange(answer, 5, 9)).containsOnly(0);
        assertThat(Arrays.copyOfRange(answer, 1 + PACKET, answer.length)).isEqualTo(c1);
    }

    @Test
    void noVersion_thenAnsweredPlainlyEvenIfTheDigestIsRight() throws Exception {
        byte[] c1 = new byte[PACKET];
        sign(c1, 8);
        channel.writeInbound(Unpooled.wrappedBuffer(concat(new byte[] {3}, c1)));
        byte[] answer = read(channel);

        assertThat(Arrays.copyOfRange(answer, 1 + PACKET, answer.length)).isEqualTo(c1);
    }

    private static void assertThatDigestsAreRight(byte[] answer, byte[] c1, int scheme) throws Exception {
        assertThat(answer).hasSize(1 + 2 * PACKET);
        byte[] s1 = Arrays.copyOfRange(answer, 1, 1 + PACKET);
        assertThat(s1[4]).isGreaterThanOrEqualTo((byte) 3);
        int place = place(s1, scheme);
        assertThat(Arrays.copyOfRange(s1, place, place + 32)).isEqualTo(digest(s1, place, SERVER));
        byte[] s2 = Arrays.copyOfRange(answer, 1 + PACKET, answer.length);
        int sent = place(c1, scheme);
        byte[] key = hmac(SERVER_WHOLE, Arrays.copyOfRange(c1, sent, sent + 32));
        assertThat(Arrays.copyOfRange(s2, PACKET - 32, PACKET)).isEqualTo(hmac(key, Arrays.copyOf(s2, PACKET - 32)));
    }

    private static byte[] c1(int scheme, int seed) throws Exception {
        byte[] c1 = new byte[PACKET];
        new Random(seed).nextBytes(c1);
        c1[4] = 9;
        sign(c1, scheme);
        return c1;
    }

    private static void sign(byte[] c1, int scheme) throws Exception {
        int place = place(c1, scheme);
        System.arraycopy(digest(c1, place, PLAYER), 0, c1, place, 32);
    }

    private static byte[] digest(byte[] packet, int place, byte[] key) throws Exception {
        return hmac(key, concat(Arrays.copyOf(packet, place), Arrays.copyOfRange(packet, place + 32, PACKET)));
    }

    private static int place(byte[] packet, int scheme) {
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += Byte.toUnsignedInt(packet[scheme + i]);
        }
        return sum % 728 + scheme + 4;
    }

    private static byte[] hmac(byte[] key, byte[] message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] read(EmbeddedChannel from) {
        ByteBuf answer = from.readOutbound();
        byte[] bytes = ByteBufUtil.getBytes(answer);
        answer.release();
        return bytes;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
