package atrium.stream.container.fmp4;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** Reads boxes back, with no code of those who write them. */
public final class Mp4Boxes {

    /** One box; {@code content} is what follows its type. */
    public record Box(String type, ByteBuf content) {

        public String hex() {
            return ByteBufUtil.hexDump(content);
        }
    }

    /** A sample of a fragment; flags and composition are 0 where they are not told. */
    public record Sample(long duration, long flags, int composition, String data) {}

    /** A track's samples in one fragment. */
    public record Run(int trackId, long time, List<Sample> samples) {

        public long end() {
            return time + samples.stream().mapToLong(Sample::duration).sum();
        }
    }

    private Mp4Boxes() {}

    /** All boxes of {@code in}, whose indices stay. */
    public static List<Box> read(ByteBuf in) {
        ByteBuf rest = in.duplicate();
        List<Box> all = new ArrayList<>();
        while (rest.isReadable()) {
            int size = rest.readInt();
            String type = rest.readCharSequence(4, StandardCharsets.US_ASCII).toString();
            all.add(new Box(type, rest.readSlice(size - 8)));
        }
        return all;
    }

    public static List<String> types(ByteBuf in) {
        return read(in).stream().map(Box::type).toList();
    }

    /** The content of the first box at {@code path}, below {@code in}. */
    public static ByteBuf find(ByteBuf in, String... path) {
        ByteBuf at = in;
        for (String type : path) {
            at = children(at, type);
        }
        return at;
    }

    private static ByteBuf children(ByteBuf in, String type) {
        return read(in).stream()
                .filter(box -> box.type().equals(type))
                .map(box -> box.content().slice(before(type), box.content().readableBytes() - before(type)))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(type + " in " + types(in)));
    }

    /** What precedes the boxes inside of one. */
    private static int before(String type) {
        return switch (type) {
            case "stsd", "dref" -> 8;
            case "avc1", "hvc1", "av01" -> 78;
            case "mp4a", "Opus" -> 28;
            default -> 0;
        };
    }

    /** The runs of a fragment, which must be all of {@code in}. */
    public static List<Run> fragment(ByteBuf in) {
        List<Box> boxes = read(in);
        if (!types(in).equals(List.of("moof", "mdat"))) {
            throw new IllegalArgumentException("not a fragment: " + types(in));
        }
        return read(boxes.getFirst().content()).stream()
                .filter(box -> box.type().equals("traf"))
                .map(box -> run(box.content(), in))
                .toList();
    }

    public static int sequence(ByteBuf in) {
        return find(in, "moof", "mfhd").getInt(4);
    }

    private static Run run(ByteBuf traf, ByteBuf fragment) {
        ByteBuf trun = find(traf, "trun");
        int flags = trun.readInt() & 0xffffff;
        int count = trun.readInt();
        ByteBuf data = fragment.slice();
        data.skipBytes(trun.readInt());
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long duration = trun.readUnsignedInt();
            int size = trun.readInt();
            long sampleFlags = (flags & 0x400) == 0 ? 0 : trun.readUnsignedInt();
            int composition = (flags & 0x800) == 0 ? 0 : trun.readInt();
            samples.add(new Sample(duration, sampleFlags, composition, ByteBufUtil.hexDump(data.readSlice(size))));
        }
        return new Run(find(traf, "tfhd").getInt(4), find(traf, "tfdt").getLong(4), samples);
    }
}
