package atrium.stream.egress;

import atrium.stream.live.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** What carries a stream to a viewer over HTTP; its framing is written once for all viewers of a batch. */
enum Carrier implements Framing {
    /** The bare body, for HTTP/1.0: it ends with the connection. */
    PLAIN(0),

    /** A chunk of HTTP/1.1 a batch (RFC 9112, section 7.1). */
    CHUNKED(12) {
        @Override
        public void begin(ByteBuf out, int length) {
            ByteBufUtil.writeAscii(out, Integer.toHexString(length));
            out.writeShort(CRLF);
        }

        @Override
        public void end(ByteBuf out) {
            out.writeShort(CRLF);
        }
    },

    /** A binary message a batch, in one frame of a server, which is not masked (RFC 6455, section 5.2). */
    WEBSOCKET(10 + 512) {
        @Override
        public void begin(ByteBuf out, int length) {
            frame(out, FINAL_BINARY, length);
        }

        /** As a text message. */
        @Override
        public void announce(ByteBuf out, String contentType) {
            frame(out, FINAL_TEXT, ByteBufUtil.utf8Bytes(contentType));
            ByteBufUtil.writeUtf8(out, contentType);
        }
    };

    private static final int CRLF = 0x0d0a;
    private static final int FINAL_BINARY = 0x82;
    private static final int FINAL_TEXT = 0x81;

    private final int overhead;

    Carrier(int overhead) {
        this.overhead = overhead;
    }

    @Override
    public int overhead() {
        return overhead;
    }

    private static void frame(ByteBuf out, int head, int length) {
        out.writeByte(head);
        if (length <= 125) {
            out.writeByte(length);
        } else if (length <= 0xffff) {
            out.writeByte(126).writeShort(length);
        } else {
            out.writeByte(127).writeLong(length);
        }
    }
}
