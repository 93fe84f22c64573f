package atrium.stream.container.mpegts;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Audio: some frames a packet, which need not begin or end where packets do. A packet's time is that of the first frame
 * that begins in it (ISO/IEC 13818-1, section 2.4.3.7); the others follow from how many samples are before them.
 */
final class AudioReader implements StreamReader {

    private static final long NO_FORMAT = -1;

    private final AudioSyntax syntax;
    private final ByteBufAllocator allocator;
    private final Consumer<MediaFrame> frames;
    private final ByteBuf pending;
    private Track.@Nullable Audio track;
    private long format = NO_FORMAT;
    private long base = NONE;
    private long samples;
    private boolean announced;

    AudioReader(AudioSyntax syntax, ByteBufAllocator allocator, Consumer<MediaFrame> frames) {
        this.syntax = syntax;
        this.allocator = allocator;
        this.frames = frames;
        this.pending = allocator.buffer();
    }

    @Override
    public void packet(ByteBuf content, long dts, long pts, boolean randomAccess) {
        int begin = pending.writerIndex();
        pending.writeBytes(content, content.readerIndex(), content.readableBytes());
        long time = pts;
        while (pending.readableBytes() >= AudioSyntax.HEADER) {
            long header = headerAt(pending.readerIndex());
            if (!syntax.isHeader(header)) {
                pending.skipBytes(1);
                continue;
            }
            if (time != NONE && pending.readerIndex() >= begin) {
                base = time;
                samples = 0;
                time = NONE;
            }
            if (pending.readableBytes() < syntax.length(header)) {
                break;
            }
            frame(header);
        }
        pending.discardReadBytes();
    }

    @Override
    public void lost() {
        pending.clear();
    }

    @Override
    public void close() {
        pending.release();
    }

    private void frame(long header) {
        int length = syntax.length(header);
        int skipped = syntax.headerLength(header);
        Track.Audio current = begin(header);
        if (base != NONE) {
            long time = base + samples * MediaFrame.TIMEBASE / current.sampleRate();
            samples += (long) syntax.samples() * syntax.blocks(header);
            if (syntax.blocks(header) == 1) { // more could not be told apart without decoding them
                emit(current, time, pending.readerIndex() + skipped, length - skipped);
            }
        }
        pending.skipBytes(length);
    }

    /** The track that the header is of. */
    private Track.Audio begin(long header) {
        Track.Audio current = track;
        if (current == null || syntax.format(header) != format) {
            if (base != NONE && current != null) {
                base += samples * MediaFrame.TIMEBASE / current.sampleRate();
                samples = 0;
            }
            format = syntax.format(header);
            current = syntax.track(header);
            announced = false;
            track = current;
        }
        return current;
    }

    private void emit(Track.Audio current, long time, int index, int length) {
        if (!announced) {
            announced = true;
            frames.accept(MediaFrame.configuration(current, time));
        }
        ByteBuf payload = allocator.buffer(length, length);
        payload.writeBytes(pending, index, length);
        frames.accept(MediaFrame.coded(current, true, time, time, payload));
    }

    private long headerAt(int index) {
        return (long) pending.getUnsignedMedium(index) << 32 | pending.getUnsignedInt(index + 3);
    }
}
