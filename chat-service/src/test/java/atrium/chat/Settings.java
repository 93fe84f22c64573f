package atrium.chat;

import atrium.chat.settings.ChatProperties;
import atrium.chat.settings.ChatProperties.Connection;
import atrium.chat.settings.ChatProperties.History;
import atrium.chat.settings.ChatProperties.Limits;
import atrium.chat.settings.ChatProperties.Moderation;
import atrium.chat.settings.ChatProperties.Names;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** Settings with one value changed. */
public final class Settings {

    private Settings() {}

    /** What a service without any configuration goes by. */
    public static ChatProperties defaults() {
        return new ChatProperties(
                new Limits(DataSize.ofKilobytes(4), 10, 20, 50_000, 10_000, DataSize.ofMegabytes(1), 16_384),
                new History(50, 1000, DataSize.ofMegabytes(1), Duration.ofMinutes(10)),
                new Connection(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(1)),
                new Moderation(List.of(), Duration.ofMinutes(1)),
                new Names(List.of("admin", "administrator", "moderator", "system", "atrium", "管理员", "系统")));
    }

    static ChatProperties unlimitedRate(ChatProperties p) {
        Limits l = p.limits();
        return with(p, new Limits(l.message(), 1_000_000, 1_000_000, l.members(), l.rooms(), l.queue(), l.backlog()));
    }

    static ChatProperties message(ChatProperties p, DataSize message) {
        Limits l = p.limits();
        return with(p, new Limits(message, l.rate(), l.burst(), l.members(), l.rooms(), l.queue(), l.backlog()));
    }

    static ChatProperties members(ChatProperties p, int members) {
        Limits l = p.limits();
        return with(p, new Limits(l.message(), l.rate(), l.burst(), members, l.rooms(), l.queue(), l.backlog()));
    }

    static ChatProperties queue(ChatProperties p, DataSize queue) {
        Limits l = p.limits();
        return with(p, new Limits(l.message(), l.rate(), l.burst(), l.members(), l.rooms(), queue, l.backlog()));
    }

    /** A room refuses while {@code backlog} messages wait for a loop. */
    public static ChatProperties backlog(ChatProperties p, int backlog) {
        Limits l = p.limits();
        return with(p, new Limits(l.message(), l.rate(), l.burst(), l.members(), l.rooms(), l.queue(), backlog));
    }

    static ChatProperties idle(ChatProperties p, Duration idle) {
        Connection c = p.connection();
        Connection connection = new Connection(idle, c.closeGrace(), c.presence());
        return new ChatProperties(p.limits(), p.history(), connection, p.moderation(), p.names());
    }

    /** A room remembers {@code keep} messages and tells {@code welcome} of them. */
    public static ChatProperties history(ChatProperties p, int welcome, int keep) {
        History history =
                new History(welcome, keep, p.history().size(), p.history().keepFor());
        return new ChatProperties(p.limits(), history, p.connection(), p.moderation(), p.names());
    }

    private static ChatProperties with(ChatProperties p, Limits limits) {
        return new ChatProperties(limits, p.history(), p.connection(), p.moderation(), p.names());
    }
}
