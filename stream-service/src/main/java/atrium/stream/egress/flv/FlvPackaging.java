package atrium.stream.egress.flv;

import atrium.stream.container.flv.FlvWriter;
import atrium.stream.live.PackageWriter;
import atrium.stream.live.Packaging;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/**
 * FLV in what carries it. The carrier's framing is written around each tag once, so that a viewer costs no more than
 * handing one buffer to its socket.
 */
enum FlvPackaging implements Packaging {
    /** The bare file, for HTTP/1.0: it ends with the connection. */
    PLAIN(0) {
        @Override
        void before(ByteBuf out, int length) {}

        @Override
        void after(ByteBuf out) {}
    },

    /** A chunk of HTTP/1.1 a tag (RFC 9112, section 7.1). */
    CHUNKED(12) {
        @Override
        void before(ByteBuf out, int length) {
            ByteBufUtil.writeAscii(out, Integer.toHexString(length));
            out.writeShort(CRLF);
        }

        @Override
        void after(ByteBuf out) {
            out.writeShort(CRLF);
        }
    },

    /** A binary frame of a server, which is not masked, a tag (RFC 6455, section 5.2). */
    WEBSOCKET(10) {
        @Override
        void before(ByteBuf out, int length) {
            out.writeByte(FINAL_BINARY);
            if (length <= 125) {
                out.writeByte(length);
            } else if (length <= 0xffff) {
                out.writeByte(126).writeShort(length);
            } else {
                out.writeByte(127).writeLong(length);
            }
        }

        @Override
        void after(ByteBuf out) {}
    };

    private static final int CRLF = 0x0d0a;
    private static final int FINAL_BINARY = 0x82;

    private final int overhead;

    /** @param overhead the most bytes that the carrier adds to a tag */
    FlvPackaging(int overhead) {
        this.overhead = overhead;
    }

    abstract void before(ByteBuf out, int length);

    abstract void after(ByteBuf out);

    @Override
    public PackageWriter open(ByteBufAllocator allocator) {
        return new Writer(allocator);
    }

    private final class Writer implements PackageWriter {

        private final ByteBufAllocator allocator;

        private Writer(ByteBufAllocator allocator) {
            this.allocator = allocator;
        }

        @Override
        public ByteBuf head(Tracks tracks, long dts) {
            ByteBuf content = allocator.buffer();
            try {
                FlvWriter.header(content, tracks);
                FlvWriter.metadata(content, tracks);
                tracks.stream().forEach(track -> FlvWriter.frame(content, MediaFrame.configuration(track, dts)));
                ByteBuf out = allocator.directBuffer(content.readableBytes() + overhead);
                before(out, content.readableBytes());
                out.writeBytes(content);
                after(out);
                return out;
            } finally {
                content.release();
            }
        }

        @Override
        public ByteBuf frame(MediaFrame frame) {
            int length = FlvWriter.size(frame);
            ByteBuf out = allocator.directBuffer(length + overhead);
            before(out, length);
            FlvWriter.frame(out, frame);
            after(out);
            return out;
        }
    }
}
