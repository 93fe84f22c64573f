package atrium.stream.container.mpegts;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.nal.NalSyntax;
import atrium.stream.media.MediaFrame;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

class TsFuzzTests {

    @FuzzTest
    void anyBytes_thenFramesOrMalformed(byte[] data) {
        demux(Unpooled.wrappedBuffer(data));
    }

    /** A checksum keeps random tables out, and few random bytes are packets: so both are made right. */
    @FuzzTest
    void anyPackets_thenFramesOrMalformed(byte[] data) {
        ByteBuf in = Unpooled.buffer();
        for (int at = 0; at < data.length; at += TsPacket.SIZE) {
            byte[] packet = new byte[TsPacket.SIZE];
            System.arraycopy(data, at, packet, 0, Math.min(packet.length, data.length - at));
            packet[0] = TsPacket.SYNC;
            in.writeBytes(packet);
            int length = 3 + (in.getUnsignedShort(in.writerIndex() - 182) & 0xfff);
            if (length > 7 && length < 183) {
                int section = in.writerIndex() - 183;
                in.setInt(section + length - 4, Crc32Mpeg.of(in, section, length - 4));
            }
        }
        demux(in);
    }

    @FuzzTest
    void anyElementaryStream_thenFramesOrMalformed(byte[] data) {
        UnpooledByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
        StreamReader[] readers = {
            new NalReader(NalSyntax.H264, allocator, MediaFrame::release),
            new NalReader(NalSyntax.H265, allocator, MediaFrame::release),
            new Mpeg1Reader(allocator, MediaFrame::release),
            new AudioReader(AudioSyntax.ADTS, allocator, MediaFrame::release),
            new AudioReader(AudioSyntax.LAYER_2, allocator, MediaFrame::release)
        };
        for (StreamReader reader : readers) {
            try {
                reader.packet(Unpooled.wrappedBuffer(data), 0, 0, true);
            } catch (MalformedInputException expected) {
                continue;
            } finally {
                reader.close();
            }
        }
    }

    private static void demux(ByteBuf in) {
        try (TsDemuxer demuxer = new TsDemuxer(UnpooledByteBufAllocator.DEFAULT, 65_536, MediaFrame::release)) {
            demuxer.feed(in);
            demuxer.end();
        } catch (MalformedInputException expected) {
            return;
        }
    }
}
