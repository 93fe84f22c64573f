package atrium.stream.codec.amf0;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Map;

/** Writes AMF0 values (section 2 of its specification). */
public final class AmfWriter {

    private static final int OBJECT_END = 0x000009;

    private AmfWriter() {}

    /** Appends {@code values} to {@code out}. */
    public static void write(ByteBuf out, AmfValue... values) {
        for (AmfValue value : values) {
            write(out, value);
        }
    }

    private static void write(ByteBuf out, AmfValue value) {
        switch (value) {
            case AmfValue.Num(double number) -> out.writeByte(0).writeDouble(number);
            case AmfValue.Bool(boolean flag) -> out.writeByte(1).writeBoolean(flag);
            case AmfValue.Text(String text) -> text(out, text);
            case AmfValue.Obj(var members) -> members(out.writeByte(3), members);
            case AmfValue.Nothing _ -> out.writeByte(5);
            case AmfValue.EcmaArray(var members) -> members(out.writeByte(8).writeInt(members.size()), members);
            case AmfValue.StrictArray(var elements) -> {
                out.writeByte(10).writeInt(elements.size());
                elements.forEach(element -> write(out, element));
            }
            case AmfValue.Date(double millis) -> out.writeByte(11).writeDouble(millis).writeShort(0);
        }
    }

    private static void text(ByteBuf out, String text) {
        int length = ByteBufUtil.utf8Bytes(text);
        if (length <= 0xffff) {
            out.writeByte(2).writeShort(length);
        } else {
            out.writeByte(12).writeInt(length);
        }
        ByteBufUtil.writeUtf8(out, text);
    }

    private static void members(ByteBuf out, Map<String, AmfValue> members) {
        members.forEach((name, value) -> {
            out.writeShort(ByteBufUtil.utf8Bytes(name));
            ByteBufUtil.writeUtf8(out, name);
            write(out, value);
        });
        out.writeMedium(OBJECT_END);
    }
}
