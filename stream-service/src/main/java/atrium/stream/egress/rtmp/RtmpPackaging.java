package atrium.stream.egress.rtmp;

import atrium.stream.container.flv.FlvWriter;
import atrium.stream.live.PackageWriter;
import atrium.stream.live.Packaging;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import atrium.stream.protocol.rtmp.RtmpMessage;
import atrium.stream.protocol.rtmp.RtmpPeer;
import atrium.stream.protocol.rtmp.RtmpWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * RTMP's media messages as whole chunks, the same bytes for every player: each message has a full header, and all players
 * have the same message stream and chunk size.
 */
enum RtmpPackaging implements Packaging {
    RTMP;

    /** As every server numbers them; below 64, so that the header's first part is one byte. */
    private static final int DATA_CHUNK_STREAM = 5;

    private static final int AUDIO_CHUNK_STREAM = 6;
    private static final int VIDEO_CHUNK_STREAM = 7;

    @Override
    public PackageWriter open(ByteBufAllocator allocator) {
        return new Writer(allocator);
    }

    private record Writer(ByteBufAllocator allocator) implements PackageWriter {

        @Override
        public ByteBuf head(Tracks tracks, long dts) {
            ByteBuf metadata = allocator.buffer();
            FlvWriter.metadataBody(metadata, tracks);
            ByteBuf out = allocator.buffer();
            message(out, DATA_CHUNK_STREAM, new RtmpMessage(RtmpMessage.DATA, RtmpPeer.STREAM_ID, 0, metadata));
            return configurations(out, tracks, dts);
        }

        @Override
        public ByteBuf change(Tracks tracks, long dts) {
            return configurations(allocator.buffer(), tracks, dts);
        }

        @Override
        public ByteBuf frame(MediaFrame frame) {
            if (!FlvWriter.carries(frame.track())) {
                return Unpooled.EMPTY_BUFFER;
            }
            ByteBuf out = allocator.directBuffer(RtmpWriter.size(FlvWriter.bodySize(frame)));
            write(out, frame);
            return out;
        }

        private ByteBuf configurations(ByteBuf out, Tracks tracks, long dts) {
            tracks.stream()
                    .filter(FlvWriter::carries)
                    .forEach(track -> write(out, MediaFrame.configuration(track, dts)));
            return out;
        }

        private void write(ByteBuf out, MediaFrame frame) {
            ByteBuf body = allocator.buffer(FlvWriter.bodySize(frame));
            FlvWriter.body(body, frame);
            int type = frame.isVideo() ? RtmpMessage.VIDEO : RtmpMessage.AUDIO;
            int chunkStream = frame.isVideo() ? VIDEO_CHUNK_STREAM : AUDIO_CHUNK_STREAM;
            int millis = (int) (frame.dts() / MediaFrame.MILLISECOND);
            message(out, chunkStream, new RtmpMessage(type, RtmpPeer.STREAM_ID, millis, body));
        }

        /** Takes ownership of {@code message}. */
        private static void message(ByteBuf out, int chunkStream, RtmpMessage message) {
            try {
                RtmpWriter.message(out, chunkStream, message);
            } finally {
                message.release();
            }
        }
    }
}
