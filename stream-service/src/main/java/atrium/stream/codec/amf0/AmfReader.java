package atrium.stream.codec.amf0;

import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads AMF0 values (section 2 of its specification) that a stranger sent: bounded in depth and in the number of
 * values, so that a message costs no more than a small multiple of its length.
 */
public final class AmfReader {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_VALUES = 1024;
    private static final int OBJECT_END = 9;

    private final ByteBuf in;
    private int values;

    private AmfReader(ByteBuf in) {
        this.in = in;
    }

    /** All values of a message, to its end. Moves the reader index of {@code in}. */
    public static List<AmfValue> readAll(ByteBuf in) {
        AmfReader reader = new AmfReader(in);
        List<AmfValue> all = new ArrayList<>();
        while (in.isReadable()) {
            all.add(reader.value(0));
        }
        return all;
    }

    private AmfValue value(int depth) {
        if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
            throw new MalformedInputException(
                    "AMF0: depth " + depth + ", " + values + " values (expected: at most 16 and 1024)");
        }
        int marker = need(1).readUnsignedByte();
        return switch (marker) { // section 2.1
            case 0 -> new AmfValue.Num(need(8).readDouble());
            case 1 -> new AmfValue.Bool(need(1).readUnsignedByte() != 0);
            case 2 -> new AmfValue.Text(text(need(2).readUnsignedShort()));
            case 3 -> new AmfValue.Obj(members(depth));
            case 5, 6 -> AmfValue.Nothing.NULL;
            case 8 -> ecmaArray(depth);
            case 10 -> strictArray(depth);
            case 11 -> date();
            case 12 -> new AmfValue.Text(text(length()));
            default -> throw new MalformedInputException("AMF0: marker " + marker + " is not supported");
        };
    }

    /** Section 2.10; the count is a hint that some encoders leave 0. */
    private AmfValue ecmaArray(int depth) {
        need(4).skipBytes(4);
        return new AmfValue.EcmaArray(members(depth));
    }

    /** Section 2.5: pairs up to an empty name and the end marker. */
    private Map<String, AmfValue> members(int depth) {
        Map<String, AmfValue> members = new LinkedHashMap<>();
        while (true) {
            String name = text(need(2).readUnsignedShort());
            if (name.isEmpty() && need(1).getByte(in.readerIndex()) == OBJECT_END) {
                in.skipBytes(1);
                return members;
            }
            members.put(name, value(depth + 1));
        }
    }

    /** Section 2.12. */
    private AmfValue strictArray(int depth) {
        int count = length();
        List<AmfValue> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(value(depth + 1));
        }
        return new AmfValue.StrictArray(elements);
    }

    /** Section 2.13: the time zone is reserved. */
    private AmfValue date() {
        double millis = need(10).readDouble();
        in.skipBytes(2);
        return new AmfValue.Date(millis);
    }

    private int length() {
        long length = need(4).readUnsignedInt();
        if (length > in.readableBytes()) {
            throw tooShort(length);
        }
        return (int) length;
    }

    private String text(int length) {
        return need(length).readCharSequence(length, StandardCharsets.UTF_8).toString();
    }

    private ByteBuf need(int bytes) {
        if (in.readableBytes() < bytes) {
            throw tooShort(bytes);
        }
        return in;
    }

    private MalformedInputException tooShort(long expected) {
        return new MalformedInputException("AMF0: " + in.readableBytes() + " bytes (expected: " + expected + ")");
    }
}
