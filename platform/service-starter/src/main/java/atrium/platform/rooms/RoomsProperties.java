package atrium.platform.rooms;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Which rooms are private. The same for all services, so it belongs into {@code atrium.yaml}; may change while they run.
 *
 * @param closed rooms that nobody enters without an account or an invitation; {@code *} in a name stands for any characters
 * @param open rooms that anybody may enter although {@code closed} names them
 */
@ConfigurationProperties("atrium.rooms")
public record RoomsProperties(
        @Name("private") @DefaultValue List<RoomPattern> closed,
        @Name("public") @DefaultValue List<RoomPattern> open) {

    /** Asked for every piece of a stream: where no room is private, not even the name is looked at. */
    boolean isPrivate(String room) {
        if (closed.isEmpty()) {
            return false;
        }
        String name = RoomPattern.normalized(room);
        return any(closed, name) && !any(open, name);
    }

    private static boolean any(List<RoomPattern> patterns, String name) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(name)) {
                return true;
            }
        }
        return false;
    }
}
