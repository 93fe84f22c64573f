package atrium.stream.container.mpegts;

import io.netty.buffer.ByteBuf;

/** Of what is a stream by itself: MPEG-1 video and audio, whose frames begin with their headers. */
record PlainCarriage(int streamType, int streamId) implements Carriage {

    @Override
    public int size(ByteBuf frame, boolean key) {
        return frame.readableBytes();
    }

    @Override
    public void write(PesWriter out, ByteBuf frame, boolean key) {
        out.bytes(frame, frame.readerIndex(), frame.readableBytes());
    }
}
