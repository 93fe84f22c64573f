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
            case AmfValue.Num number -> out.writeByte(0).writeDouble(number.value());
            case AmfValue.Bool flag -> out.writeByte(1).writeBoolean(flag.value());
            case AmfValue.Text text -> text(out, text.value());
            case AmfValue.Obj object -> members(out.writeByte(3), object.members());
            case AmfValue.Nothing nothing -> out.writeByte(5);
            case AmfValue.EcmaArray array ->
                members(out.writeByte(8).writeInt(array.members().size()), array.members());
            case AmfValue.StrictArray array -> {
                out.writeByte(10).writeInt(array.elements().size());
                array.elements().forEach(element -> write(out, element));
            }
            case AmfValue.Date date ->
                out.writeByte(11).writeDouble(date.value()).writeShort(0);
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
