package atrium.stream.container.mpegts;

import io.netty.buffer.ByteBuf;

/** Makes frames of the content of an elementary stream's PES packets. */
sealed interface StreamReader permits NalReader, Mpeg1Reader, AudioReader {

    /** In the place of a time that a packet does not tell. */
    long NONE = Long.MIN_VALUE;

    /**
     * The content of one packet.
     *
     * @param content between its indices; stays the caller's
     * @param dts of the first frame that begins in it, or {@link #NONE}, and so {@code pts}
     * @param randomAccess whether the multiplexer says that a receiver may begin here
     */
    void packet(ByteBuf content, long dts, long pts, boolean randomAccess);

    /** Something is missing before the next packet. */
    void lost();

    /** Frees what was read of a frame that never ended. */
    default void close() {}
}
