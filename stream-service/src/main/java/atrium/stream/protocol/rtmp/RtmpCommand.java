package atrium.stream.protocol.rtmp;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.amf0.AmfReader;
import atrium.stream.codec.amf0.AmfValue;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A command message (RTMP 1.0, section 7.2).
 *
 * @param name e.g. {@code connect}
 * @param transaction what the answer refers to; 0 where none is wanted
 * @param object the command object, often null
 * @param arguments what follows it
 */
public record RtmpCommand(String name, double transaction, AmfValue object, List<AmfValue> arguments) {

    /** Reads the body of a message of type {@link RtmpMessage#COMMAND} or {@link RtmpMessage#COMMAND_AMF3}. */
    public static RtmpCommand read(RtmpMessage message) {
        ByteBuf body = message.content();
        if (message.type() == RtmpMessage.COMMAND_AMF3 && body.isReadable()) {
            body.skipBytes(1); // the format selector; AMF0 follows in all that publishers send
        }
        List<AmfValue> values = AmfReader.readAll(body);
        if (values.size() < 2
                || !(values.get(0) instanceof AmfValue.Text name)
                || !(values.get(1) instanceof AmfValue.Num transaction)) {
            throw new MalformedInputException("command: " + values.size() + " values (expected: name, transaction)");
        }
        AmfValue object = values.size() > 2 ? values.get(2) : AmfValue.Nothing.NULL;
        return new RtmpCommand(
                name.value(), transaction.value(), object, values.subList(Math.min(3, values.size()), values.size()));
    }

    /** The text of argument {@code index}, or an empty one. */
    public String text(int index) {
        return index < arguments.size() ? arguments.get(index).textOr("") : "";
    }
}
