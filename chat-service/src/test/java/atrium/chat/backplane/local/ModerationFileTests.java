package atrium.chat.backplane.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.chat.backplane.RoomRules;
import atrium.chat.message.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModerationFileTests {

    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
    private static final RoomName ROOM = new RoomName("放映室");
    private static final RoomRules RULES = new RoomRules(
            Map.of("a", Instant.MAX, "b", NOW.plusMillis(60_500)),
            Map.of("c", NOW.plusSeconds(60)),
            Duration.ofSeconds(5));

    @TempDir
    private Path home;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private ModerationFile kept = ModerationFile.open(Path.of("unused"), now::get, Duration.ofHours(1));

    @AfterEach
    void end() {
        kept.close();
    }

    @Test
    void a_restart_changes_nothing() {
        open();
        kept.put(ROOM, RULES);
        restart();

        assertThat(kept.rules(ROOM)).isEqualTo(RULES);
        assertThat(kept.rules(RoomName.LOBBY)).isEqualTo(RoomRules.NONE);
        assertThat(kept.failing()).isFalse();
    }

    @Test
    void a_crash_loses_nothing_that_was_written() throws IOException {
        open();
        kept.put(ROOM, RULES);
        await().until(() -> Files.exists(file()));
        byte[] written = Files.readAllBytes(file());

        Files.createDirectories(home.resolve("after the crash"));
        Files.write(home.resolve("after the crash/rooms.json"), written);

        try (var after = ModerationFile.open(home.resolve("after the crash"), now::get, Duration.ofHours(1))) {
            assertThat(after.rules(ROOM)).isEqualTo(RULES);
        }
    }

    @Test
    void a_crash_between_writing_and_renaming_leaves_the_old_file() throws IOException {
        open();
        kept.put(ROOM, RULES);
        kept.close();
        Files.writeString(home.resolve("data/rooms.json.tmp"), "{\"version\": 1, \"roo");

        open();
        assertThat(kept.rules(ROOM)).isEqualTo(RULES);

        kept.put(RoomName.LOBBY, RULES);
        restart();
        assertThat(kept.rules(ROOM)).isEqualTo(RULES);
        assertThat(kept.rules(RoomName.LOBBY)).isEqualTo(RULES);
        assertThat(home.resolve("data/rooms.json.tmp")).doesNotExist();
    }

    @Test
    void what_is_over_is_forgotten_and_not_written_again() throws IOException {
        open();
        kept.put(ROOM, RULES);
        now.set(NOW.plusSeconds(60));
        assertThat(kept.rules(ROOM).bans()).isEmpty();

        kept.put(RoomName.LOBBY, RULES);
        kept.close();

        assertThat(Files.readString(file())).contains("放映室", "\"b\"").doesNotContain("\"c\"");
    }

    @Test
    void a_room_without_rules_is_not_written() throws IOException {
        open();
        kept.put(ROOM, RULES);
        kept.put(ROOM, RoomRules.NONE);
        kept.put(RoomName.LOBBY, RULES);
        kept.close();

        assertThat(Files.readString(file())).contains("lobby").doesNotContain("放映室");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"version\": 1, \"rooms\": {\"lobby\": {\"mutes\"",
                "[]",
                "null",
                "{\"version\": 2, \"rooms\": {}}",
                "{\"rooms\": {}}",
                "{\"version\": 1}",
                "{\"version\": 1, \"rooms\": {\"a/b\": {}}}",
                "{\"version\": 1, \"rooms\": {\"lobby\": null}}",
                "{\"version\": 1, \"rooms\": {\"lobby\": {\"mutes\": {\"a\": \"soon\"}}}}"
            })
    void what_cannot_be_understood_is_put_aside(String content) throws IOException {
        Files.createDirectories(home.resolve("data"));
        Files.writeString(file(), content);

        open();
        assertThat(kept.rules(RoomName.LOBBY)).isEqualTo(RoomRules.NONE);
        assertThat(file()).doesNotExist();
        assertThat(home.resolve("data/rooms.json.broken-20261125T030000Z")).hasContent(content);

        kept.put(ROOM, RULES);
        restart();
        assertThat(kept.rules(ROOM)).isEqualTo(RULES);
    }

    @Test
    void a_file_written_by_hand_may_leave_out_what_does_not_apply() throws IOException {
        Files.createDirectories(home.resolve("data"));
        Files.writeString(file(), "{\"version\": 1, \"rooms\": {\"lobby\": {\"slow\": \"PT3S\"}}}");

        open();

        assertThat(kept.rules(RoomName.LOBBY)).isEqualTo(new RoomRules(Map.of(), Map.of(), Duration.ofSeconds(3)));
    }

    @Test
    void a_disk_that_cannot_be_written_is_told_and_tried_again() throws IOException {
        Files.writeString(home.resolve("data"), "a file where the directory should be");
        open(Duration.ofMillis(10));
        kept.put(ROOM, RULES);

        await().until(kept::failing);
        assertThat(kept.rules(ROOM)).isEqualTo(RULES);

        Files.delete(home.resolve("data"));
        await().until(() -> !kept.failing());
        restart();
        assertThat(kept.rules(ROOM)).isEqualTo(RULES);
    }

    @Test
    void the_end_tries_once_more_to_write() throws IOException {
        Files.writeString(home.resolve("data"), "a file where the directory should be");
        open();
        kept.put(ROOM, RULES);
        await().until(kept::failing);
        Files.delete(home.resolve("data"));

        restart();

        assertThat(kept.rules(ROOM)).isEqualTo(RULES);
    }

    @Test
    void a_file_that_cannot_be_read_nor_put_aside_is_told() throws IOException {
        Files.createDirectories(file());
        Files.createDirectories(home.resolve("data/rooms.json.broken-20261125T030000Z/occupied"));

        open();

        assertThat(kept.failing()).isTrue();
        assertThat(kept.rules(ROOM)).isEqualTo(RoomRules.NONE);
    }

    @Test
    void many_changes_at_once_are_all_kept() {
        open();
        IntStream.range(0, 500).parallel().forEach(i -> kept.put(new RoomName("room-" + i), RULES));
        IntStream.range(0, 500)
                .filter(i -> i % 2 == 0)
                .parallel()
                .forEach(i -> kept.put(new RoomName("room-" + i), RoomRules.NONE));
        restart();

        assertThat(IntStream.range(0, 500))
                .allSatisfy(i -> assertThat(kept.rules(new RoomName("room-" + i)))
                        .isEqualTo(i % 2 == 0 ? RoomRules.NONE : RULES));
    }

    @Test
    void of_too_many_persons_those_whose_time_is_over_first_are_forgotten() {
        Map<String, Instant> mutes = new HashMap<>();
        IntStream.range(0, ModerationFile.MOST_PERSONS + 2).forEach(i -> mutes.put("p" + i, NOW.plusSeconds(1 + i)));
        open();
        kept.put(ROOM, new RoomRules(mutes, Map.of(), Duration.ZERO));

        assertThat(kept.rules(ROOM).mutes())
                .hasSize(ModerationFile.MOST_PERSONS)
                .doesNotContainKeys("p0", "p1")
                .containsKey("p2");
    }

    @Test
    void of_too_many_rooms_the_last_are_not_kept() {
        open();
        IntStream.range(0, ModerationFile.MOST_ROOMS).forEach(i -> kept.put(new RoomName("room-" + i), RULES));
        kept.put(ROOM, RULES);
        assertThat(kept.rules(ROOM)).isEqualTo(RoomRules.NONE);

        kept.put(new RoomName("room-0"), RoomRules.NONE);
        kept.put(ROOM, RULES);
        assertThat(kept.rules(ROOM)).isEqualTo(RULES);
    }

    @Test
    void after_the_end_nothing_is_written() throws IOException {
        open();
        kept.close();
        kept.put(ROOM, RULES);

        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).isEmpty();
        }
    }

    private Path file() {
        return home.resolve("data/rooms.json");
    }

    private void restart() {
        kept.close();
        open();
    }

    private void open() {
        open(Duration.ofHours(1));
    }

    private void open(Duration retry) {
        kept = ModerationFile.open(home.resolve("data"), now::get, retry);
    }
}
