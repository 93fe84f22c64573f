package atrium.stream.codec.nal;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.h264.AvcConfig;
import atrium.stream.codec.h265.HevcConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The parameter sets that a stream carries among its pictures, and the decoder configuration that they make. Encoders
 * repeat them before each key picture, mostly unchanged.
 *
 * <p>Sets that come with a sequence parameter set take the place of all of their type; picture parameter sets that come
 * alone are added.
 */
public final class ParameterSets {

    private static final int MAX_SETS = 64;

    private final NalSyntax syntax;
    /** By type, in the order of {@link NalSyntax#parameterSets}. */
    private List<Set<ByteBuffer>> sets;

    private List<Set<ByteBuffer>> found;
    private boolean changed;

    public ParameterSets(NalSyntax syntax) {
        this.syntax = syntax;
        this.sets = none();
        this.found = none();
    }

    /** One more set of the access unit; keeps {@code set}. */
    public void add(int type, byte[] set) {
        found.get(syntax.parameterSets().indexOf(type)).add(ByteBuffer.wrap(set));
    }

    /** The access unit has no more. */
    public void end() {
        boolean sequence = !found.get(found.size() - 2).isEmpty();
        List<Set<ByteBuffer>> next = none();
        for (int i = 0; i < next.size(); i++) {
            if (!sequence || found.get(i).isEmpty()) {
                next.get(i).addAll(sets.get(i));
            }
            next.get(i).addAll(found.get(i));
            if (next.get(i).size() > MAX_SETS) {
                throw new MalformedInputException("parameter sets: more than " + MAX_SETS + " of one type");
            }
        }
        found = none();
        changed |= !next.equals(sets);
        sets = next;
    }

    /** Whether there is a configuration that is not the one of the last call. */
    public boolean takeChange() {
        boolean complete = sets.stream().noneMatch(Set::isEmpty);
        boolean taken = changed && complete;
        changed &= !taken;
        return taken;
    }

    /** Of the sets as they are. */
    public AvcConfig avcConfig() {
        return AvcConfig.parse(DecoderRecords.avcC(bytes(0), bytes(1)));
    }

    /** Of the sets as they are. */
    public HevcConfig hevcConfig() {
        return HevcConfig.parse(DecoderRecords.hvcC(bytes(0), bytes(1), bytes(2)));
    }

    private List<byte[]> bytes(int index) {
        return sets.get(index).stream().map(ByteBuffer::array).toList();
    }

    private List<Set<ByteBuffer>> none() {
        List<Set<ByteBuffer>> none = new ArrayList<>();
        syntax.parameterSets().forEach(type -> none.add(new LinkedHashSet<>()));
        return none;
    }
}
