package atrium.stream.container.mpegts;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.TrackFixture;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsDemuxerTests {

    private static final int PACKET = 188;
    private static final int MAX_FRAME = 20_000;
    /** PAT and PMT. */
    private static final int TABLES = 2;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final List<MediaFrame> frames = new ArrayList<>();
    private final TsDemuxer demuxer = new TsDemuxer(allocator, MAX_FRAME, frames::add);
    private final TsWriter writer = new TsWriter();
    private final ByteBuf out = Unpooled.buffer();

    @AfterEach
    void nothingLeaks() {
        frames.forEach(MediaFrame::release);
        demuxer.close();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void streamInOnePiece_thenItsFrames() {
        demuxer.feed(stream());
        demuxer.end();

        assertThatFramesAreThoseOfTheStream();
    }

    @Test
    void streamByteByByte_thenTheSameFrames() {
        ByteBuf stream = stream();
        while (stream.isReadable()) {
            demuxer.feed(stream.readSlice(1));
        }
        demuxer.end();

        assertThatFramesAreThoseOfTheStream();
    }

    @Test
    void cutAnywhere_thenNoErrorAndNoHalfFrameOfToldLength() {
        ByteBuf stream = stream();
        for (int length = 0; length < stream.readableBytes(); length++) {
            List<MediaFrame> some = new ArrayList<>();
            try (TsDemuxer cut = new TsDemuxer(allocator, MAX_FRAME, some::add)) {
                cut.feed(stream.slice(0, length));
                cut.end();
            }
            assertThat(coded(some, false)).allMatch(frame -> frame.payload().readableBytes() == 400);
            some.forEach(MediaFrame::release);
        }
    }

    @Test
    void frameOfToldLength_thenThereWithItsLastPacket() {
        writer.frame(out, TsFixture.sound(0, 400));
        demuxer.feed(out);

        assertThat(coded(false)).hasSize(1);
    }

    @Test
    void anyTimes_thenTheSameLater() {
        writer.frame(out, TsFixture.picture(true, 0, 7200, 10));
        writer.frame(out, TsFixture.picture(false, 3600, 3600, 10));
        demuxer.feed(out);
        demuxer.end();

        assertThat(coded(true)).extracting(MediaFrame::dts).containsExactly(TsWriter.LEAD, TsWriter.LEAD + 3600);
        assertThat(coded(true)).extracting(MediaFrame::pts).containsExactly(TsWriter.LEAD + 7200, TsWriter.LEAD + 3600);
    }

    @Test
    void clockWraps_thenTimeGoesOnForBothStreams() {
        long last = (1L << 33) - TsWriter.LEAD - 100;
        writer.tables(out, new Tracks(VIDEO, AUDIO));
        writer.frame(out, TsFixture.picture(true, last, last + 7200, 10));
        writer.frame(out, TsFixture.sound(last + 90, 10));
        writer.frame(out, TsFixture.sound(last + 2010, 10));
        writer.frame(out, TsFixture.picture(false, last + 3600, 10));
        demuxer.feed(out);
        demuxer.end();

        long first = last + TsWriter.LEAD;
        assertThat(coded(true)).extracting(MediaFrame::dts).containsExactly(first, first + 3600);
        assertThat(coded(true)).extracting(MediaFrame::pts).containsExactly(first + 7200, first + 3600);
        assertThat(coded(false)).extracting(MediaFrame::dts).containsExactly(first + 90, first + 2010);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 187, 189, 376, 5000})
    void garbageBeforeAndBetween_thenPacketsAreFoundAgain(int bytes) {
        demuxer.feed(Unpooled.buffer().writeZero(bytes));
        writer.frame(out, TsFixture.picture(true, 0, 400));
        demuxer.feed(out);
        demuxer.feed(Unpooled.buffer().writeZero(bytes));
        out.clear();
        for (int i = 1; i < 4; i++) {
            writer.frame(out, TsFixture.picture(false, i * 3600L, 400));
        }
        demuxer.feed(out);
        demuxer.end();

        assertThat(coded(true)).hasSize(4);
    }

    @Test
    void garbageWithoutEnd_thenMalformed() {
        assertThatThrownBy(() -> demuxer.feed(Unpooled.buffer().writeZero(70_000)))
                .isInstanceOf(MalformedInputException.class);
    }

    @Test
    void packetLost_thenPicturesFromTheNextKeyOnAndSoundFromTheNextPacket() {
        writer.tables(out, new Tracks(VIDEO, AUDIO));
        writer.frame(out, TsFixture.picture(true, 0, 10));
        writer.frame(out, TsFixture.sound(0, 10));
        int lost = out.writerIndex();
        writer.frame(out, TsFixture.picture(false, 3600, 10));
        writer.frame(out, TsFixture.sound(1920, 10));
        int found = out.writerIndex();
        writer.frame(out, TsFixture.picture(false, 7200, 10));
        writer.frame(out, TsFixture.sound(3840, 10));
        writer.frame(out, TsFixture.picture(true, 10_800, 10));
        writer.frame(out, TsFixture.picture(false, 14_400, 10));
        demuxer.feed(out.slice(0, lost));
        demuxer.feed(out.slice(found, out.writerIndex() - found));
        demuxer.end();

        // The first picture had begun, and nothing tells whether it had ended.
        assertThat(coded(true)).extracting(MediaFrame::dts).containsExactly(at(10_800), at(14_400));
        assertThat(coded(false)).extracting(MediaFrame::dts).containsExactly(at(0), at(3840));
    }

    @Test
    void middleOfAFrameLost_thenNotThatFrame() {
        writer.frame(out, TsFixture.sound(0, 1000));
        int first = out.writerIndex();
        writer.frame(out, TsFixture.sound(1920, 1000));
        writer.frame(out, TsFixture.sound(3840, 1000));
        demuxer.feed(out.slice(0, first + PACKET));
        demuxer.feed(out.slice(first + 3 * PACKET, out.writerIndex() - first - 3 * PACKET));

        assertThat(coded(false)).extracting(MediaFrame::dts).containsExactly(at(0), at(3840));
    }

    @Test
    void everyPacketTwice_thenEachFrameOnce() {
        ByteBuf stream = stream();
        while (stream.isReadable()) {
            ByteBuf packet = stream.readSlice(PACKET);
            demuxer.feed(packet.duplicate());
            demuxer.feed(packet);
        }
        demuxer.end();

        assertThatFramesAreThoseOfTheStream();
    }

    @Test
    void packetMarkedAsDamaged_thenAsIfLost() {
        writer.tables(out, new Tracks(VIDEO, AUDIO));
        writer.frame(out, TsFixture.picture(true, 0, 1000));
        int damaged = out.writerIndex() - 2 * PACKET;
        out.setByte(damaged + 1, out.getByte(damaged + 1) | 0x80);
        writer.frame(out, TsFixture.picture(true, 3600, 10));
        demuxer.feed(out);
        demuxer.end();

        assertThat(coded(true)).extracting(MediaFrame::dts).containsExactly(at(3600));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, PACKET + 10})
    void tableWhoseCrcIsWrong_thenPassedOverUntilTheNext(int index) {
        writer.frame(out, TsFixture.picture(true, 0, 10));
        out.setByte(index, out.getByte(index) ^ 1);
        writer.frame(out, TsFixture.picture(true, 3600, 10));
        writer.frame(out, TsFixture.picture(true, 7200, 10));
        demuxer.feed(out);
        demuxer.end();

        assertThat(coded(true)).extracting(MediaFrame::dts).containsExactly(at(3600), at(7200));
    }

    /** A program with so many descriptors that its map takes two packets. */
    @Test
    void tableInTwoPackets_thenRead() {
        ByteBuf stream = stream();
        demuxer.feed(stream.readSlice(PACKET));
        stream.skipBytes(PACKET);
        longMap(300).forEach(demuxer::feed);
        demuxer.feed(stream);
        demuxer.end();

        assertThat(coded(true)).isNotEmpty();
    }

    @Test
    void tableInTwoPacketsOneOfThemLost_thenNotRead() {
        ByteBuf stream = stream();
        demuxer.feed(stream.readSlice(PACKET));
        demuxer.feed(longMap(300).getFirst());
        demuxer.feed(longMap(300).getFirst());
        demuxer.feed(stream.skipBytes(PACKET).readSlice(2 * PACKET));

        assertThat(frames).isEmpty();
    }

    @Test
    void streamThatBeginsInTheMiddle_thenFromTheNextKeyPictureOn() {
        writer.frame(out, TsFixture.picture(true, 0, 10));
        writer.frame(out, TsFixture.picture(false, 3600, 1000));
        out.skipBytes(out.readableBytes() - 2 * PACKET);
        writer.frame(out, TsFixture.picture(true, 7200, 10));
        writer.frame(out, TsFixture.picture(false, 10_800, 10));
        demuxer.feed(out);
        demuxer.end();

        assertThat(coded(true)).extracting(MediaFrame::dts).containsExactly(at(7200), at(10_800));
    }

    @Test
    void onlyStreamsThatAreNotSupported_thenMalformed() {
        writer.tables(out, new Tracks(null, TrackFixture.OPUS));
        out.setByte(PACKET + 17, 0x87); // AC-4, say
        out.setInt(PACKET + 5 + 3 + 0x1c - 4, crc(out.slice(PACKET + 5, 3 + 0x1c - 4)));

        assertThatThrownBy(() -> demuxer.feed(out.writeBytes(out.copy())))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("streamType=135");
    }

    @Test
    void frameOverTheLimit_thenMalformed() {
        writer.frame(out, TsFixture.picture(true, 0, MAX_FRAME));

        assertThatThrownBy(() -> demuxer.feed(out)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void severalFramesOfSoundInAPacket_thenEachWithATimeOfItsOwn() {
        AudioReader reader = new AudioReader(AudioSyntax.LAYER_2, allocator, frames::add);
        ByteBuf four = Unpooled.buffer();
        for (int i = 0; i < 4; i++) {
            four.writeBytes(TsFixture.layer2(0).payload());
        }
        reader.packet(four.slice(0, 1000), 9000, 9000, false); // the second is cut
        reader.packet(four.slice(1000, 576 * 4 - 1000), 90_000, 90_000, false);
        reader.close();

        assertThat(coded(false)).extracting(MediaFrame::pts).containsExactly(9000L, 11_160L, 90_000L, 92_160L);
        assertThat(frames.getFirst().track()).isEqualTo(TsFixture.MP2);
    }

    @Test
    void mpeg1_thenKeysAreIntraPicturesWithASequenceHeader() {
        writer.tables(out, new Tracks(TsFixture.MPEG1, TsFixture.MP2));
        writer.frame(out, TsFixture.mpeg1(false, 0, 0));
        writer.frame(out, TsFixture.mpeg1(true, 3600, 7200));
        writer.frame(out, TsFixture.layer2(3600));
        writer.frame(out, TsFixture.mpeg1(false, 7200, 3600));
        demuxer.feed(out);
        demuxer.end();

        assertThat(coded(true)).extracting(MediaFrame::key).containsExactly(true, false);
        assertThat(coded(true).getFirst().payload())
                .isEqualTo(TsFixture.mpeg1(true, 0, 0).payload());
        assertThat(coded(false).getFirst().payload())
                .isEqualTo(TsFixture.layer2(0).payload());
        assertThat(frames.stream().filter(MediaFrame::isConfiguration).map(MediaFrame::track))
                .containsExactlyInAnyOrder(TsFixture.MPEG1, TsFixture.MP2);
    }

    @Test
    void mpeg2_thenMalformed() {
        writer.tables(out, new Tracks(TsFixture.MPEG1, null));
        ByteBuf payload = Unpooled.wrappedBuffer(HexFormat.of()
                .parseHex("000001b31601201" + "013ffffe018" + "000001b5148200010000" + "00000100000ffff8"));
        writer.frame(out, MediaFrame.coded(TsFixture.MPEG1, true, 0, 0, payload));
        demuxer.feed(out);

        assertThatThrownBy(demuxer::end)
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("MPEG-2");
    }

    @Test
    void programMapWithOtherStreams_thenThoseAreRead() {
        writer.frame(out, TsFixture.picture(true, 0, 10));
        writer.frame(out, TsFixture.mpeg1(true, 3600, 3600));
        writer.frame(out, TsFixture.mpeg1(false, 7200, 7200));
        demuxer.feed(out);
        demuxer.end();

        // What had begun of the old stream when the map changed is gone.
        assertThat(coded(true)).extracting(MediaFrame::track).containsExactly(TsFixture.MPEG1, TsFixture.MPEG1);
    }

    @Test
    void h265_thenTheSameConfigurationAndPayload() {
        for (int i = 0; i < 2; i++) {
            byte[] slice = {(byte) (i == 0 ? 0x26 : 0x02), 1, (byte) 0xaa};
            ByteBuf payload = Unpooled.buffer().writeInt(3).writeBytes(slice);
            writer.frame(out, MediaFrame.coded(TrackFixture.H265, i == 0, i * 3600L, i * 3600L, payload));
        }
        writer.tables(out, new Tracks(TrackFixture.H265, null));
        demuxer.feed(out);
        demuxer.end();

        assertThat(coded(true)).extracting(MediaFrame::key).containsExactly(true, false);
        assertThat(coded(true).getFirst().track()).isEqualTo(TrackFixture.H265);
        assertThat(ByteBufUtil.hexDump(coded(true).getFirst().payload())).isEqualTo("000000032601aa");
    }

    /** A few bits wrong in each round, in and around valid packets. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedStream_thenFramesOrMalformed(long seed) {
        byte[] bytes = ByteBufUtil.getBytes(stream());
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = bytes.clone();
            for (int i = random.nextInt(8); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try (TsDemuxer each = new TsDemuxer(allocator, MAX_FRAME, MediaFrame::release)) {
                each.feed(Unpooled.wrappedBuffer(damaged));
                each.end();
            } catch (MalformedInputException expected) {
                continue;
            }
        }
    }

    private ByteBuf stream() {
        writer.tables(out, new Tracks(VIDEO, AUDIO));
        writer.frame(out, TsFixture.picture(true, 0, 3000));
        writer.frame(out, TsFixture.sound(0, 400));
        writer.frame(out, TsFixture.picture(false, 3600, 170));
        writer.frame(out, TsFixture.sound(1920, 400));
        return out;
    }

    private void assertThatFramesAreThoseOfTheStream() {
        assertThat(frames.stream().filter(MediaFrame::isConfiguration)).hasSize(2);
        assertThat(coded(true)).extracting(MediaFrame::key).containsExactly(true, false);
        assertThat(coded(true)).extracting(MediaFrame::dts).containsExactly(at(0), at(3600));
        assertThat(coded(true).get(0).payload())
                .isEqualTo(TsFixture.picture(true, 0, 3000).payload());
        assertThat(coded(true).get(1).payload())
                .isEqualTo(TsFixture.picture(false, 0, 170).payload());
        assertThat(coded(false)).extracting(MediaFrame::dts).containsExactly(at(0), at(1920));
        assertThat(coded(false))
                .allMatch(
                        frame -> frame.payload().equals(TsFixture.sound(0, 400).payload()));
        assertThat(coded(false).getFirst().track()).isEqualTo(AUDIO);
        Track.H264 track = (Track.H264) coded(true).getFirst().track();
        assertThat(track.config().sps()).isEqualTo(VIDEO.config().sps());
        assertThat(track.config().parameterSets())
                .containsExactlyElementsOf(VIDEO.config().parameterSets());
    }

    private List<MediaFrame> coded(boolean video) {
        return coded(frames, video);
    }

    private static List<MediaFrame> coded(List<MediaFrame> frames, boolean video) {
        return frames.stream()
                .filter(frame -> !frame.isConfiguration() && frame.isVideo() == video)
                .toList();
    }

    private static long at(long time) {
        return time + TsWriter.LEAD;
    }

    private static List<ByteBuf> longMap(int descriptors) {
        ByteBuf section = Unpooled.buffer();
        section.writeByte(2)
                .writeShort(0xb000 | 9 + descriptors + 5 + 4)
                .writeShort(1)
                .writeByte(0xc1)
                .writeShort(0);
        section.writeShort(0xe100).writeShort(0xf000 | descriptors).writeZero(descriptors);
        section.writeByte(StreamType.H264).writeShort(0xe100).writeShort(0xf000);
        section.writeInt(crc(section.slice()));
        ByteBuf first = Unpooled.buffer().writeInt(0x47500017).writeByte(0).writeBytes(section, 183);
        ByteBuf second = Unpooled.buffer().writeInt(0x47100018).writeBytes(section);
        while (second.readableBytes() < PACKET) {
            second.writeByte(0xff);
        }
        return List.of(first, second);
    }

    private static int crc(ByteBuf section) {
        byte[] bytes = ByteBufUtil.getBytes(section);
        int crc = -1;
        for (byte b : bytes) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean one = (crc < 0) != ((b >> bit & 1) == 1);
                crc = crc << 1 ^ (one ? 0x04c11db7 : 0);
            }
        }
        return crc;
    }
}
