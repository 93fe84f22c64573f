package atrium.chat.room;

import atrium.chat.message.RoomEvent;
import atrium.chat.message.Welcome;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;

/** A room's audiences, by wire format and loop: few of each, and none goes away before the room. Under the room's lock. */
final class Audiences {

    private final Lock lock;
    private final RoomContext context;
    private final Map<WireFormat, List<Audience>> byFormat = new LinkedHashMap<>();

    Audiences(Lock lock, RoomContext context) {
        this.lock = lock;
        this.context = context;
    }

    /** Where {@code member} belongs. */
    Audience of(Member member) {
        List<Audience> ofFormat = byFormat.computeIfAbsent(member.format(), format -> new ArrayList<>());
        for (Audience audience : ofFormat) {
            if (audience.loop() == member.loop()) {
                return audience;
            }
        }
        Audience audience = new Audience(member.loop(), member.format(), lock, context.properties(), context.meters());
        ofFormat.add(audience);
        return audience;
    }

    /** Encodes {@code event} once a format and puts it last for everybody. */
    void broadcast(RoomEvent event) {
        Encoded encoded = new Encoded(event);
        byFormat.forEach((format, ofFormat) -> broadcast(encoded, format, ofFormat));
        encoded.release();
    }

    private static void broadcast(Encoded encoded, WireFormat format, List<Audience> audiences) {
        if (audiences.stream().noneMatch(Audience::hasMembers)) {
            return;
        }
        ByteBuf frame = encoded.in(format);
        if (frame == null) {
            return;
        }
        for (Audience audience : audiences) {
            if (audience.hasMembers()) {
                audience.add(new Outbound.Broadcast(frame.retain()));
            }
        }
    }

    /** The order goes on as {@code welcome} says; who it is for is filled in. */
    void continueWith(Welcome welcome) {
        byFormat.values().stream()
                .flatMap(List::stream)
                .filter(Audience::hasMembers)
                .forEach(audience -> audience.add(new Outbound.Continuation(welcome)));
    }

    /** Whether a loop is so far behind that nothing should be added. */
    boolean backlogFull() {
        int limit = context.settings().limits().backlog();
        for (List<Audience> ofFormat : byFormat.values()) {
            for (Audience audience : ofFormat) {
                if (audience.waiting() >= limit) {
                    return true;
                }
            }
        }
        return false;
    }
}
