package atrium.stream.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.codec.amf0.AmfReader;
import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.codec.amf0.AmfWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the session answers, and to which service it hands what. */
class RtmpSessionTests {

    private final List<String> calls = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            new AcknowledgementHandler(),
            new ChunkDecoder(new RtmpLimits(4096, 4096, 4, Duration.ofSeconds(10))),
            new RtmpSession(
                    (peer, address) -> begin("publish " + address),
                    (peer, address) -> begin("play " + address),
                    Duration.ofSeconds(10),
                    () -> calls.add("malformed")));

    /** Reads what the server says. */
    private final EmbeddedChannel client =
            new EmbeddedChannel(new ChunkDecoder(new RtmpLimits(4096, 4096, 4, Duration.ZERO)));

    @BeforeEach
    void connect() {
        command("connect", 1, new AmfValue.Obj(Map.of("app", AmfValue.of("live"))));
        assertThat(read()).contains("_result 1 NetConnection.Connect.Success");
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        client.finishAndReleaseAll();
    }

    @Test
    void streamCreatedSeveralTimes_thenAlwaysTheSame() {
        command("createStream", 2, AmfValue.Nothing.NULL);
        command("createStream", 3, AmfValue.Nothing.NULL);
        assertThat(read()).containsExactly("_result 2 1", "_result 3 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FCSubscribe", "FCPublish", "releaseStream", "FCUnpublish", "_checkbw"})
    void whatSomeWaitFor_thenAcknowledged(String command) {
        command(command, 2, AmfValue.Nothing.NULL, AmfValue.of("cam"));
        assertThat(read()).containsExactly("_result 2");
    }

    @Test
    void streamLength_thenNone() {
        command("getStreamLength", 2, AmfValue.Nothing.NULL, AmfValue.of("cam"));
        assertThat(read()).containsExactly("_result 2 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "seek", "receiveAudio", "receiveVideo", "play2", "nonsense"})
    void whatALiveStreamDoesNot_thenIgnored(String command) {
        play();
        command(command, 0, AmfValue.Nothing.NULL, AmfValue.of(true), AmfValue.of(0));
        assertThat(read()).isEmpty();
        assertThat(calls).containsExactly("play cam");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void mediaAndEnd_thenHandedToTheActivity() {
        command("publish", 2, AmfValue.Nothing.NULL, AmfValue.of("cam?key=K"), AmfValue.of("live"));
        send(new RtmpMessage(RtmpMessage.AUDIO, 1, 20, Unpooled.buffer().writeByte(1)));
        command("deleteStream", 0, AmfValue.Nothing.NULL, AmfValue.of(1));
        channel.close();
        assertThat(calls).containsExactly("publish cam", "media 20", "stop", "lost");
    }

    @Test
    void secondStream_thenRefusedAndClosed() {
        play();
        command("publish", 3, AmfValue.Nothing.NULL, AmfValue.of("other"));
        assertThat(read()).containsExactly("onStatus 0 NetStream.Publish.BadName");
        assertThat(channel.isOpen()).isFalse();
        assertThat(calls).containsExactly("play cam", "lost");
    }

    @Test
    void ping_thenAnsweredWithItsTime() {
        send(new RtmpMessage(
                RtmpMessage.USER_CONTROL, 0, 0, Unpooled.buffer().writeShort(6).writeInt(0x12345678)));
        assertThat(read()).containsExactly("control 7 305419896");
    }

    @Test
    void nothingMore_thenClosedInTime() {
        channel.advanceTimeBy(9, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(2, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void peerThatReadsNothing_thenAnsweredNoMore() {
        stall();
        for (int i = 0; i < 10_000; i++) {
            command("createStream", 2, AmfValue.Nothing.NULL);
        }
        assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isLessThan(70_000);
    }

    @Test
    void peerThatDoesNotReadTheLastWord_thenClosedAllTheSame() {
        play();
        stall();
        play();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(6, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void unreadable_thenReportedOnceAndClosed() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 0xc9, 1, 2, 3}));
        assertThat(calls).containsExactly("malformed");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void manyUnreadableCommandsAtOnce_thenReportedOnce() {
        ByteBuf out = Unpooled.buffer();
        for (int i = 0; i < 100; i++) {
            RtmpWriter.message(
                    out,
                    3,
                    new RtmpMessage(RtmpMessage.COMMAND, 0, 0, Unpooled.buffer().writeByte(5)));
        }
        channel.writeInbound(out);
        assertThat(calls).containsExactly("malformed");
    }

    @Test
    void windowOfThePeer_thenAcknowledged() {
        send(new RtmpMessage(RtmpMessage.WINDOW_SIZE, 0, 0, Unpooled.buffer().writeInt(70_000)));
        for (int i = 0; i < 40; i++) {
            send(new RtmpMessage(RtmpMessage.AUDIO, 1, i, Unpooled.buffer().writeZero(2000)));
        }
        assertThat(read()).hasSize(1).allMatch(said -> said.startsWith("message 3"));
    }

    private void stall() {
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext context) {
                // the peer's window is full
            }
        });
    }

    private void play() {
        command("play", 2, AmfValue.Nothing.NULL, AmfValue.of("cam"), AmfValue.of(-2000));
    }

    private RtmpActivity begin(String call) {
        calls.add(call);
        return new RtmpActivity() {
            @Override
            public void media(RtmpMessage message) {
                calls.add("media " + message.timestamp());
            }

            @Override
            public void stop() {
                calls.add("stop");
            }

            @Override
            public void lost(String reason) {
                calls.add("lost");
            }
        };
    }

    private void command(String name, double transaction, AmfValue... rest) {
        ByteBuf body = Unpooled.buffer();
        AmfWriter.write(body, AmfValue.of(name), AmfValue.of(transaction));
        AmfWriter.write(body, rest);
        send(new RtmpMessage(RtmpMessage.COMMAND, 0, 0, body));
    }

    private void send(RtmpMessage message) {
        ByteBuf out = Unpooled.buffer();
        out.writeBytes(new byte[] {2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0}).writeInt(RtmpWriter.CHUNK_SIZE);
        RtmpWriter.message(out, 3, message);
        message.release();
        channel.writeInbound(out);
        channel.runPendingTasks();
    }

    /** What the server said: commands with their codes or numbers, other messages by their types. */
    private List<String> read() {
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            client.writeInbound(part);
        }
        List<String> all = new ArrayList<>();
        for (RtmpMessage message = client.readInbound(); message != null; message = client.readInbound()) {
            all.add(describe(message));
            message.release();
        }
        return all;
    }

    private static String describe(RtmpMessage message) {
        ByteBuf body = message.content();
        if (message.type() == RtmpMessage.USER_CONTROL) {
            return "control " + body.readUnsignedShort() + " " + body.readInt();
        }
        if (message.type() != RtmpMessage.COMMAND) {
            return "message " + message.type();
        }
        StringBuilder text = new StringBuilder();
        for (AmfValue value : AmfReader.readAll(body)) {
            switch (value) {
                case AmfValue.Text name -> text.append(name.value());
                case AmfValue.Num number -> text.append(' ').append((int) number.value());
                default -> {
                    AmfValue code = value.membersOrNone().get("code");
                    text.append(code == null ? "" : " " + code.textOr(""));
                }
            }
        }
        return text.toString();
    }
}
