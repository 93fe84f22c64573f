package atrium.chat.backplane.local;

import atrium.chat.backplane.RoomRules;
import atrium.chat.message.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code rooms.json} says.
 *
 * @param version of this form; another one is not understood
 */
record RulesDocument(int version, Map<String, Rules> rooms) {

    private static final int VERSION = 1;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** A room's; what is absent is none. The end of time, in ISO 8601 {@link Instant#MAX}, is for good. */
    record Rules(
            @Nullable Map<String, Instant> mutes,
            @Nullable Map<String, Instant> bans,
            @Nullable Duration slow) {}

    static byte[] write(Map<RoomName, RoomRules> rooms) {
        Map<String, Rules> named = new TreeMap<>();
        rooms.forEach((room, rules) -> named.put(room.value(), new Rules(rules.mutes(), rules.bans(), rules.slow())));
        return JSON.writeValueAsBytes(new RulesDocument(VERSION, named));
    }

    /** @throws RuntimeException if {@code json} is not such a document */
    static Map<RoomName, RoomRules> read(byte[] json) {
        RulesDocument document = JSON.readValue(json, RulesDocument.class);
        if (document.version != VERSION) {
            throw new IllegalArgumentException("version: %d (expected: %d)".formatted(document.version, VERSION));
        }
        return document.rooms.entrySet().stream()
                .collect(Collectors.toMap(room -> RoomName.parse(room.getKey()), room -> rules(room.getValue())));
    }

    private static RoomRules rules(Rules rules) {
        return new RoomRules(
                rules.mutes == null ? Map.of() : rules.mutes,
                rules.bans == null ? Map.of() : rules.bans,
                rules.slow == null ? Duration.ZERO : rules.slow);
    }
}
