package atrium.stream.codec.amf0;

import java.util.List;
import java.util.Map;

/** A value of AMF0 (Adobe's "Action Message Format AMF 0", 2007), as far as live publishers send them. */
public sealed interface AmfValue {

    record Num(double value) implements AmfValue {}

    record Bool(boolean value) implements AmfValue {}

    record Text(String value) implements AmfValue {}

    /** An anonymous object; {@code members} keeps the order of the wire. */
    record Obj(Map<String, AmfValue> members) implements AmfValue {}

    /** An "ECMA array": an object in all but its marker. */
    record EcmaArray(Map<String, AmfValue> members) implements AmfValue {}

    record StrictArray(List<AmfValue> elements) implements AmfValue {}

    /** Milliseconds since 1970. */
    record Date(double value) implements AmfValue {}

    /** Null and undefined, which no command tells apart. */
    enum Nothing implements AmfValue {
        NULL
    }

    static AmfValue of(double value) {
        return new Num(value);
    }

    static AmfValue of(boolean value) {
        return new Bool(value);
    }

    static AmfValue of(String value) {
        return new Text(value);
    }

    /** The members of an object or ECMA array; of anything else, none. */
    default Map<String, AmfValue> membersOrNone() {
        if (this instanceof EcmaArray array) {
            return array.members();
        }
        return this instanceof Obj object ? object.members() : Map.of();
    }

    /** The text, or {@code otherwise} if this is none. */
    default String textOr(String otherwise) {
        return this instanceof Text text ? text.value() : otherwise;
    }
}
