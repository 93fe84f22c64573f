package atrium.chat.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Chat's settings. Every key can change while the service runs.
 *
 * @param limits how much a member and a room may take
 * @param history what a room remembers
 * @param connection how connections are watched and ended
 * @param moderation what is not said, and how long a kick lasts
 * @param names whose names nobody may take
 */
@ConfigurationProperties("atrium.chat")
public record ChatProperties(
        @Valid @DefaultValue Limits limits,
        @Valid @DefaultValue History history,
        @Valid @DefaultValue Connection connection,
        @Valid @DefaultValue Moderation moderation,
        @Valid @DefaultValue Names names) {

    /**
     * How much a member and a room may take.
     *
     * @param message the largest text of one message, in bytes of UTF-8 (1 B to 64 KB); raised, it holds for new
     *     connections
     * @param rate messages a second that one member may send
     * @param burst messages that one member may send at once before the rate counts
     * @param members members of one room
     * @param rooms rooms at the same time; a room counts until its history is forgotten
     * @param queue bytes that may wait for a member who reads too slowly, before it is closed with 4008
     * @param backlog messages that may wait for an event loop that is behind, before a room refuses new ones
     */
    public record Limits(
            @DataSizeBetween(min = 1, max = 64 * 1024) @DefaultValue("4KB")
            DataSize message,

            @Min(1) @Max(1_000_000) @DefaultValue("10") int rate,
            @Min(1) @Max(1_000_000) @DefaultValue("20") int burst,
            @Min(1) @DefaultValue("50000") int members,
            @Min(1) @DefaultValue("10000") int rooms,

            @DataSizeBetween(min = 4 * 1024, max = 1 << 30) @DefaultValue("1MB")
            DataSize queue,

            @Min(16) @DefaultValue("16384") int backlog) {}

    /**
     * What a room remembers.
     *
     * @param welcome newest messages that a new member is told
     * @param keep messages that a room keeps for those who come back
     * @param size bytes that these messages may take, roughly
     * @param keepFor how long an empty room keeps them
     */
    public record History(
            @Min(0) @Max(1000) @DefaultValue("50") int welcome,
            @Min(0) @Max(100_000) @DefaultValue("1000") int keep,

            @DataSizeBetween(min = 0, max = 1 << 30) @DefaultValue("1MB")
            DataSize size,

            @DurationMin @DefaultValue("10m") Duration keepFor) {}

    /**
     * How connections are watched and ended.
     *
     * @param idle silence after which a member is pinged; after twice as long it is gone
     * @param closeGrace how long a member may take to answer a close
     * @param presence the shortest time between two {@code presence} messages of a room
     */
    public record Connection(
            @DurationMin(millis = 100) @DefaultValue("30s") Duration idle,
            @DurationMin(millis = 100) @DefaultValue("5s") Duration closeGrace,
            @DurationMin(millis = 1) @DefaultValue("1s") Duration presence) {}

    /**
     * What is not said, and how long a kick lasts.
     *
     * @param bannedWords words and phrases that no message may have, however they are spelled; 10 000 at most
     * @param kickFor how long a person that was kicked may not come back, where the moderator does not say
     */
    public record Moderation(
            @Size(max = 10_000) @DefaultValue List<@NotBlank String> bannedWords,
            @DurationMin @DefaultValue("1m") Duration kickFor) {}

    /**
     * Whose names nobody may take.
     *
     * @param reserved names that a guest may not have, nor one that looks like them; those of signed-in members come
     *     on top
     */
    public record Names(
            @DefaultValue({"admin", "administrator", "moderator", "system", "atrium", "管理员", "系统"})
            List<@NotBlank String> reserved) {}
}
