package atrium.stream.egress.rtmp;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.codec.amf0.AmfReader;
import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.container.flv.FlvFrames;
import atrium.stream.live.PackageWriter;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import atrium.stream.protocol.rtmp.ChunkDecoder;
import atrium.stream.protocol.rtmp.RtmpLimits;
import atrium.stream.protocol.rtmp.RtmpMessage;
import atrium.stream.protocol.rtmp.RtmpWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What players are sent, read by the same decoder that reads publishers. */
class RtmpPackagingTests {

    private static final byte[] CHUNK_SIZE = {2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0};

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final PackageWriter writer = RtmpPackaging.RTMP.open(allocator);
    private final EmbeddedChannel player =
            new EmbeddedChannel(new ChunkDecoder(new RtmpLimits(1 << 20, 1 << 20, 4, Duration.ZERO)));
    private final List<RtmpMessage> read = new ArrayList<>();

    RtmpPackagingTests() {
        player.writeInbound(Unpooled.buffer().writeBytes(CHUNK_SIZE).writeInt(RtmpWriter.CHUNK_SIZE));
    }

    @AfterEach
    void nothingLeaks() {
        read.forEach(RtmpMessage::release);
        player.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    @Test
    void head_thenMetadataAndConfigurations() {
        receive(writer.head(new Tracks(VIDEO, AUDIO), 5000 * MediaFrame.MILLISECOND));

        assertThat(read).extracting(RtmpMessage::type).containsExactly(18, 9, 8);
        assertThat(read).extracting(RtmpMessage::timestamp).containsExactly(0, 5000, 5000);
        assertThat(read).extracting(RtmpMessage::streamId).containsOnly(1);
        List<AmfValue> metadata = AmfReader.readAll(read.getFirst().content());
        assertThat(metadata.getFirst()).isEqualTo(AmfValue.of("onMetaData"));
        assertThat(metadata.get(1).membersOrNone()).containsEntry("width", AmfValue.of(1280));
        FlvFrames frames = new FlvFrames();
        assertThat(frames.read(9, 0, read.get(1).content()).orElseThrow().track())
                .isEqualTo(VIDEO);
        assertThat(frames.read(8, 0, read.get(2).content()).orElseThrow().track())
                .isEqualTo(AUDIO);
    }

    @Test
    void change_thenConfigurationsOnly() {
        receive(writer.change(new Tracks(VIDEO, AUDIO), 0));
        assertThat(read).extracting(RtmpMessage::type).containsExactly(9, 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 59_995, 59_996, 120_000, 300_001})
    void pictureOfAnySize_thenWhole(int bytes) {
        assertThatPictureArrives(40, bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {0xfffffe, 0xffffff, 0x1000000, 0x7fffffffL, 0xffffffffL, 0x100000005L})
    void lateTimes_thenExtendedInEachChunk(long millis) {
        assertThatPictureArrives(millis, 150_000);
    }

    @Test
    void frame_thenWithinItsAnnouncedSize() {
        MediaFrame frame = MediaFixture.picture(true, 0x1000000, 200_000);
        ByteBuf out = writer.frame(frame);
        assertThat(out.readableBytes()).isLessThanOrEqualTo(RtmpWriter.size(200_005));
        assertThat(out.getByte(0) & 0xc0).isZero();
        out.release();
        frame.release();
    }

    private void assertThatPictureArrives(long millis, int bytes) {
        byte[] payload = new byte[bytes];
        new Random(bytes).nextBytes(payload);
        long dts = millis * MediaFrame.MILLISECOND;
        MediaFrame frame = MediaFrame.coded(VIDEO, true, dts, dts + 7200, Unpooled.wrappedBuffer(payload));
        receive(writer.frame(frame));
        frame.release();

        assertThat(read).hasSize(1);
        RtmpMessage message = read.getFirst();
        assertThat(message.type()).isEqualTo(RtmpMessage.VIDEO);
        assertThat(message.timestamp()).isEqualTo((int) millis);
        assertThat(ByteBufUtil.hexDump(message.content().readSlice(5))).isEqualTo("1701000050");
        assertThat(ByteBufUtil.getBytes(message.content())).isEqualTo(payload);
    }

    private void receive(ByteBuf chunks) {
        player.writeInbound(chunks);
        for (RtmpMessage message = player.readInbound(); message != null; message = player.readInbound()) {
            read.add(message);
        }
    }
}
