package atrium.stream.container.mpegts;

import io.netty.buffer.ByteBuf;

/** Of what is a stream by itself: MPEG-1 video and audio, whose frames begin with their headers. */
record PlainCarriage(int streamType, int streamId) implements Carriage {

    /** What PES_packet_length can tell, less the rest of the header (section 2.4.3.7). */
    private static final int MAX_BOUNDED = 0xffff - 13;

    @Override
    public int size(ByteBuf frame, boolean key) {
        int size = frame.readableBytes();
        return streamId == VIDEO || size <= MAX_BOUNDED ? size : REFUSED;
    }

    @Override
    public void write(PesWriter out, ByteBuf frame, boolean key) {
        out.bytes(frame, frame.readerIndex(), frame.readableBytes());
    }
}
