package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Who wears the RTMP port down: gets an error or a close, and no memory to speak of. */
@StreamApp
class HostilePeersTests {

    private static final int PEERS = 60;
    private static final long GROWTH = 16 << 20;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @Autowired
    private MeterRegistry meters;

    private final List<Socket> peers = new ArrayList<>();
    private long before;

    @BeforeEach
    void measure() {
        Awaitility.await().until(() -> connections() == 0);
        before = used();
    }

    @AfterEach
    void nobodyIsLeftAndNothingGrew() throws IOException {
        for (Socket peer : peers) {
            peer.close();
        }
        Awaitility.await().until(() -> connections() == 0);
        assertThat(used() - before).isLessThan(GROWTH);
    }

    @Test
    void handshakeByteByByte_thenClosedInTime() {
        connect();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(8))
                .until(() -> {
                    send(new byte[] {3});
                    return connections() == 0;
                });
    }

    @Test
    void handshakeAndNothingMore_thenClosedInTime() {
        connect();
        send(handshake());
        assertThat(used() - before).isLessThan(GROWTH);
        Awaitility.await().atMost(Duration.ofSeconds(8)).until(() -> connections() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void malformed_thenClosedAtOnce(Hostile hostile) {
        connect();
        send(handshake());
        ByteBuf written = Unpooled.buffer();
        hostile.write(written);
        send(bytes(written));
        assertThat(used() - before).isLessThan(GROWTH);
        Awaitility.await().atMost(Duration.ofMillis(1500)).until(() -> connections() == 0);
        assertThat(meters.get("atrium.stream.publishers.refused")
                        .tag("reason", "malformed")
                        .counter()
                        .count())
                .isGreaterThanOrEqualTo(PEERS);
    }

    @Test
    void longestPicturesOfStrangersNeverEnded_thenNoMemory() {
        connect();
        send(handshake());
        ByteBuf pictures = Unpooled.buffer();
        for (int stream = 3; stream < 8; stream++) {
            header(pictures, stream, 9, 8 << 20).writeZero(128);
        }
        send(bytes(pictures));
        Awaitility.await().atMost(Duration.ofMillis(1500)).until(() -> connections() == 0);
    }

    @Test
    void commandsOfWhoReadsNothing_thenAnswersDoNotPileUp() throws Exception {
        connect();
        send(handshake());
        ByteBuf create = Unpooled.buffer();
        for (int i = 0; i < 20_000; i++) {
            header(create, 3, 20, 25);
            create.writeByte(2).writeShort(12).writeBytes("createStream".getBytes(StandardCharsets.US_ASCII));
            create.writeByte(0).writeDouble(1).writeByte(5);
        }
        send(bytes(create));
        assertThat(used() - before).isLessThan(GROWTH);
        Awaitility.await().atMost(Duration.ofSeconds(8)).until(() -> connections() == 0);
    }

    @Test
    void largestChunkSize_thenServedButNot16MegabytesAtOnce() throws Exception {
        try (RtmpPublisher publisher = new RtmpPublisher(rtmp.port())) {
            assertThat(publisher.publish("live", "huge?key=" + keys.issue("huge")))
                    .isEqualTo("NetStream.Publish.Start");
            publisher.configurations();
            publisher.raw(new byte[] {2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0x7f, -1, -1, -1});
            ByteBuf media = Unpooled.buffer();
            header(media, 6, 9, 100_005).writeInt(0x17010000).writeByte(0).writeZero(100_000);
            header(media, 4, 8, 102).writeShort(0xaf01).writeZero(100);
            publisher.raw(bytes(media));
            Awaitility.await()
                    .until(() -> meters.get("atrium.stream.sources").gauge().value() == 1);

            publisher.raw(bytes(header(Unpooled.buffer(), 6, 9, 0xffffff)));
            assertThat(publisher.isClosedByServer()).isTrue();
        }
    }

    /** What cannot be meant well, after the handshake. */
    enum Hostile {
        LONG_PICTURE {
            @Override
            void write(ByteBuf out) {
                header(out, 6, 9, 0xffffff);
            }
        },
        CHUNK_STREAMS {
            @Override
            void write(ByteBuf out) {
                for (int id = 64; id < 64 + 65_536; id++) {
                    out.writeByte(1).writeShortLE(id - 64);
                    out.writeMedium(0).writeMedium(200).writeByte(9).writeInt(0).writeZero(128);
                }
            }
        },
        CHUNK_SIZE_OF_NOTHING {
            @Override
            void write(ByteBuf out) {
                header(out, 2, 1, 4).writeInt(0);
            }
        },
        NESTED_VALUES {
            @Override
            void write(ByteBuf out) {
                command(
                        out,
                        Unpooled.wrappedBuffer("\003\000\001a".repeat(15_000).getBytes(StandardCharsets.ISO_8859_1)));
            }
        },
        MANY_VALUES {
            @Override
            void write(ByteBuf out) {
                command(out, Unpooled.buffer().writeBytes("\005".repeat(60_000).getBytes(StandardCharsets.ISO_8859_1)));
            }
        },
        LONG_ARRAY {
            @Override
            void write(ByteBuf out) {
                command(
                        out,
                        Unpooled.buffer().writeByte(10).writeInt(0x7fffffff).writeZero(1000));
            }
        },
        LONG_TEXT {
            @Override
            void write(ByteBuf out) {
                command(
                        out,
                        Unpooled.buffer().writeByte(12).writeInt(0x7fffffff).writeZero(1000));
            }
        };

        abstract void write(ByteBuf out);

        private static void command(ByteBuf out, ByteBuf body) {
            header(out, 2, 1, 4).writeInt(65_536);
            header(out, 3, 20, body.readableBytes()).writeBytes(body);
        }
    }

    private void connect() {
        try {
            for (int i = 0; i < PEERS; i++) {
                peers.add(new Socket(InetAddress.getLoopbackAddress(), rtmp.port()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Awaitility.await().until(() -> connections() == PEERS);
    }

    private void send(byte[] bytes) {
        for (Socket peer : peers) {
            try {
                peer.getOutputStream().write(bytes);
            } catch (IOException e) {
                // closed already, as it should be
            }
        }
    }

    /** A chunk header of type 0. */
    private static ByteBuf header(ByteBuf out, int chunkStream, int type, int length) {
        return out.writeByte(chunkStream)
                .writeMedium(0)
                .writeMedium(length)
                .writeByte(type)
                .writeInt(0);
    }

    private static byte[] bytes(ByteBuf written) {
        return ByteBufUtil.getBytes(written);
    }

    private static byte[] handshake() {
        byte[] both = new byte[1 + 2 * 1536];
        both[0] = 3;
        return both;
    }

    private int connections() {
        return (int) meters.get("atrium.server.connections")
                .tag("server", "rtmp")
                .gauge()
                .value();
    }

    private static long used() {
        ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return metric.usedDirectMemory() + metric.usedHeapMemory();
    }
}
