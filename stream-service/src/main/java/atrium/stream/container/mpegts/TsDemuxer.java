package atrium.stream.container.mpegts;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.nal.NalSyntax;
import atrium.stream.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an MPEG transport stream (ISO/IEC 13818-1) as it arrives, in pieces of any size: the first program, and of it the
 * first video and the first audio stream that are supported. Used by one thread.
 *
 * <p>It begins anywhere, and goes on after what was lost: audio with the next packet, video with the next key picture.
 * Keeps at most one frame of each stream, and one piece.
 */
public final class TsDemuxer implements AutoCloseable {

    /** Sync bytes in a row that are taken for packets, when it is not known where these begin. */
    private static final int SYNC_RUN = 3;
    /** How much is passed over in search of them. */
    private static final int MAX_GARBAGE = 65_536;

    private static final int ASSOCIATION_PID = 0;

    private final ByteBufAllocator allocator;
    private final int maxFrame;
    private final Consumer<MediaFrame> frames;
    private final PtsClock clock = new PtsClock();
    private final ByteBuf pending;
    private final TransportPacket packet;
    private final SectionReader association;
    private @Nullable SectionReader map;
    private @Nullable Elementary video;
    private @Nullable Elementary audio;
    private boolean synchronised;
    private int garbage;

    private record Elementary(ProgramMap.Entry entry, PesReader packets) {}

    /**
     * @param maxFrame the longest PES packet that is accepted, in bytes
     * @param frames is handed each frame, and owns it
     */
    public TsDemuxer(ByteBufAllocator allocator, int maxFrame, Consumer<MediaFrame> frames) {
        this.allocator = allocator;
        this.maxFrame = maxFrame;
        this.frames = frames;
        this.pending = allocator.heapBuffer();
        this.packet = new TransportPacket(pending);
        this.association = new SectionReader(ASSOCIATION_PID, this::associate);
    }

    /** Reads the next piece; {@code in} stays the caller's. */
    public void feed(ByteBuf in) {
        pending.writeBytes(in);
        while (synchronise()) {
            packet.moveTo(pending.readerIndex());
            pending.skipBytes(TsPacket.SIZE);
            read();
        }
        pending.discardSomeReadBytes();
    }

    /** Nothing more will come: what waited for the begin of the next frame is one. */
    public void end() {
        if (video != null) {
            video.packets.end();
        }
        if (audio != null) {
            audio.packets.end();
        }
    }

    /** Frees what was read of frames that never ended. */
    @Override
    public void close() {
        pending.release();
        association.close();
        if (map != null) {
            map.close();
        }
        close(video);
        close(audio);
    }

    /** Whether a whole packet is there to be read. */
    private boolean synchronise() {
        while (pending.readableBytes() >= (synchronised ? TsPacket.SIZE : (SYNC_RUN - 1) * TsPacket.SIZE + 1)) {
            synchronised = isSync(0) && (synchronised || isSync(1) && isSync(2));
            if (synchronised) {
                garbage = 0;
                return true;
            }
            pending.skipBytes(1);
            if (++garbage > MAX_GARBAGE) {
                throw new MalformedInputException("no transport packets in " + garbage + " bytes");
            }
        }
        return false;
    }

    private boolean isSync(int packets) {
        return pending.getByte(pending.readerIndex() + packets * TsPacket.SIZE) == TsPacket.SYNC;
    }

    private void read() {
        if (packet.isUnreadable()) {
            return;
        }
        int pid = packet.pid();
        if (video != null && video.entry.pid() == pid) {
            video.packets.packet(packet);
        } else if (audio != null && audio.entry.pid() == pid) {
            audio.packets.packet(packet);
        } else if (map != null && map.pid() == pid) {
            map.packet(packet);
        } else if (pid == ASSOCIATION_PID) {
            association.packet(packet);
        }
    }

    private void associate(ByteBuf section) {
        ProgramMap.pidOf(section).ifPresent(pid -> {
            if (map == null || map.pid() != pid) {
                SectionReader last = map;
                map = new SectionReader(pid, this::describe);
                if (last != null) {
                    last.close();
                }
            }
        });
    }

    private void describe(ByteBuf section) {
        ProgramMap.read(section).ifPresent(program -> {
            video = select(video, program.first(ProgramMap.Entry::isVideo));
            audio = select(audio, program.first(ProgramMap.Entry::isAudio));
            if (video == null && audio == null && !program.entries().isEmpty()) {
                throw new MalformedInputException(
                        "transport stream: no stream of a supported type in " + program.entries());
            }
        });
    }

    /** A stream that stays what it was goes on; of one that is another, the frame that has begun is gone. */
    private @Nullable Elementary select(@Nullable Elementary now, Optional<ProgramMap.Entry> next) {
        if (now != null && next.filter(now.entry::equals).isPresent()) {
            return now;
        }
        close(now);
        return next.map(this::open).orElse(null);
    }

    private Elementary open(ProgramMap.Entry entry) {
        StreamReader reader = switch (entry.streamType()) {
            case StreamType.H264 -> new NalReader(NalSyntax.H264, allocator, frames);
            case StreamType.H265 -> new NalReader(NalSyntax.H265, allocator, frames);
            case StreamType.AAC_ADTS -> new AudioReader(AudioSyntax.ADTS, allocator, frames);
            case StreamType.MPEG1_AUDIO, StreamType.MPEG2_AUDIO ->
                new AudioReader(AudioSyntax.LAYER_2, allocator, frames);
            default -> new Mpeg1Reader(allocator, frames);
        };
        return new Elementary(entry, new PesReader(entry.pid(), allocator, maxFrame, clock, reader));
    }

    private static void close(@Nullable Elementary stream) {
        if (stream != null) {
            stream.packets.close();
        }
    }
}
