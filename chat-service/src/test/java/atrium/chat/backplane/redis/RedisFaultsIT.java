package atrium.chat.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.chat.backplane.Attachment;
import atrium.chat.backplane.Draft;
import atrium.chat.backplane.RecordingHalf;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.RedisProcess;
import atrium.platform.testsupport.Requires;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes talk in one room while Redis, or the way to it, fails. */
@Requires(Part.REDIS)
class RedisFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(15);
    /** More than is said in any of these tests. */
    private static final int KEEP = 20_000;
    /** Messages each 10 ms, of each node. */
    private static final int RATE = 4;

    private final RoomName room = new RoomName("faults");
    private final AtomicLong hereAhead = new AtomicLong();
    private final Draft unheard = RecordingHalf.draft("unheard");
    private RedisProcess redis;
    private Cable cable;
    private RedisBackplane hereNode;
    private RedisBackplane thereNode;
    private RecordingHalf here;
    private RecordingHalf there;

    private void start(RedisProcess process) throws IOException {
        redis = process;
        cable = new Cable(redis.port());
        hereNode = RedisNodes.start(redis.uri(), KEEP, () -> System.nanoTime() + hereAhead.get());
        thereNode = RedisNodes.start("redis://127.0.0.1:" + cable.port(), KEEP);
        await().atMost(SOON).until(() -> hereNode.isConnected() && thereNode.isConnected());
        here = RecordingHalf.in(hereNode, room);
        there = RecordingHalf.in(thereNode, room);
        await().atMost(SOON).until(() -> here.isAttached() && there.isAttached());
    }

    @AfterEach
    void stop() throws IOException {
        hereNode.close();
        thereNode.close();
        cable.close();
        redis.close();
    }

    @Test
    void nothing_is_lost_or_doubled_when_redis_stops_for_ten_seconds() throws IOException {
        start(RedisProcess.start());
        try (Talk some = new Talk(here, RATE);
                Talk more = new Talk(there, RATE)) {
            talkFor(200);
            redis.pause();
            long stopped = System.nanoTime();
            awaitAlone();
            await().atMost(SOON)
                    .until(() ->
                            System.nanoTime() - stopped > Duration.ofSeconds(10).toNanos());
            redis.resume();
            awaitTogether();
            talkFor(200);
        }
        checkOneOrder();
        assertThat(here.attachments()).extracting(Attachment::whole).doesNotContain(false);
        assertThat(there.attachments()).extracting(Attachment::whole).doesNotContain(false);
        assertThat(here.attachment().epoch())
                .isEqualTo(here.attachments().getFirst().epoch());
    }

    @Test
    void nothing_is_lost_or_doubled_when_redis_is_killed_and_comes_back_with_its_data() throws IOException {
        start(RedisProcess.startDurable());
        talkWhileRedisIsKilledAndStartedAgain();
        checkOneOrder();
        assertThat(here.attachments()).extracting(Attachment::whole).doesNotContain(false);
        assertThat(there.attachments()).extracting(Attachment::whole).doesNotContain(false);
    }

    @Test
    void what_redis_has_forgotten_is_owned_up_to_and_what_was_said_meanwhile_is_there() throws IOException {
        start(RedisProcess.start());
        talkWhileRedisIsKilledAndStartedAgain();
        awaitAllHeard();
        here.check();
        there.check();
        assertThat(here.attachments()).extracting(Attachment::whole).contains(false);
        assertThat(here.epoch()).isEqualTo(there.epoch());
        assertThat(kept(here).equals(kept(there))).as("one order").isTrue();
    }

    @Test
    void a_redis_that_comes_back_with_an_older_copy_begins_another_epoch_and_nothing_is_doubled() throws IOException {
        start(RedisProcess.start());
        String before = here.epoch();
        talk(300);
        redis.command("SAVE");
        talk(300);
        awaitAllHeard();
        redis.kill();
        awaitAlone();
        redis.launch();
        awaitTogether();
        talk(300);
        awaitAllHeard();
        here.check();
        there.check();
        assertThat(here.epoch()).isNotEqualTo(before).isEqualTo(there.epoch());
        assertThat(here.attachments()).extracting(Attachment::whole).contains(false);
        assertThat(here.count()).isEqualTo(there.count());
    }

    @Test
    void a_redis_that_has_forgotten_the_scripts_is_given_them_again() throws IOException {
        start(RedisProcess.start());
        try (Talk some = new Talk(here, RATE);
                Talk more = new Talk(there, RATE)) {
            talkFor(100);
            redis.command("SCRIPT", "FLUSH");
            talkFor(100);
        }
        awaitAllHeard();
        here.check();
        there.check();
        assertThat(hereNode.roomsAlone() + thereNode.roomsAlone()).isZero();
        assertThat(here.attachments().getLast().epoch())
                .isEqualTo(here.attachments().getFirst().epoch());
    }

    @Test
    void what_pub_sub_does_not_bring_is_fetched_and_what_it_brings_and_cannot_be_read_is_passed_over()
            throws IOException {
        start(RedisProcess.start());
        RedisKeys keys = RedisKeys.of(room);
        talk(10);
        awaitAllHeard();
        String epoch = here.epoch();
        long next = here.last() + 1;
        redis.command("HINCRBY", keys.meta(), "head", "1");
        redis.command("XADD", keys.log(), next + "-1", "mark", "x 1", "draft", PayloadCodec.encode(unheard));
        redis.command("SPUBLISH", keys.feed(), "M not one");
        redis.command("SPUBLISH", keys.feed(), "A {}");

        talk(10);

        awaitAllHeard();
        assertThat(here.heard()).extracting(Message::id).contains(unheard.id());
        assertThat(here.heard()).isEqualTo(there.heard());
        assertThat(here.attachments()).hasSize(1);
        assertThat(here.epoch()).isEqualTo(epoch);
    }

    @Test
    void a_redis_that_forgets_everything_while_it_runs_is_noticed_and_no_message_is_lost() throws IOException {
        start(RedisProcess.start());
        try (Talk some = new Talk(here, RATE);
                Talk more = new Talk(there, RATE)) {
            talkFor(200);
            String before = here.epoch();
            redis.command("FLUSHALL");
            await().atMost(SOON)
                    .until(() -> !here.epoch().equals(before) && here.epoch().equals(there.epoch()));
            talkFor(200);
        }
        awaitAllHeard();
        here.check();
        there.check();
        assertThat(hereNode.roomsAlone()).isZero();
        assertThat(here.count()).isEqualTo(there.count());
    }

    @Test
    void a_connection_that_is_cut_is_made_again_and_nothing_is_lost_or_doubled() throws IOException {
        start(RedisProcess.start());
        try (Talk some = new Talk(here, RATE);
                Talk more = new Talk(there, RATE)) {
            for (String type : List.of("normal", "pubsub", "normal")) {
                talkFor(150);
                int before = attachments();
                redis.command("CLIENT", "KILL", "TYPE", type);
                await().atMost(SOON).until(() -> attachments() >= before + 4); // each alone, and each back again
                awaitTogether();
            }
            talkFor(150);
        }
        checkOneOrder();
        assertThat(here.attachments()).extracting(Attachment::whole).doesNotContain(false);
        assertThat(there.attachments()).extracting(Attachment::whole).doesNotContain(false);
    }

    @Test
    void a_node_that_is_cut_off_alone_is_told_what_the_other_said_and_tells_what_it_said() throws IOException {
        start(RedisProcess.start());
        String forgiven = "a-forgiven";
        String regretted;
        try (Talk some = new Talk(here, RATE);
                Talk more = new Talk(there, RATE)) {
            talkFor(200);
            cable.cut();
            await().atMost(SOON).until(() -> thereNode.roomsAlone() == 1);
            there.line().moderate(new Moderation.Mute("a-loud", Instant.MAX));
            here.line().moderate(new Moderation.Mute(forgiven, Instant.MAX));
            here.line().moderate(new Moderation.Unmute(forgiven));
            regretted = there.heard().get(100).id();
            here.line().moderate(new Moderation.Delete(regretted));
            talkFor(300);
            cable.mend();
            awaitTogether();
            talkFor(200);
        }
        checkOneOrder();
        assertThat(here.attachments().size()).isEqualTo(1);
        assertThat(there.attachments()).extracting(Attachment::whole).doesNotContain(false);
        assertThat(there.attachment().missed().size()).isGreaterThan(100);
        assertThat(there.attachment().rules().mutes()).containsOnlyKeys("loud");
        assertThat(there.acts()).contains(new Moderation.Delete(regretted));
        assertThat(here.acts()).contains(new Moderation.Mute("a-loud", Instant.MAX));
    }

    @Test
    void the_members_of_a_node_that_falls_silent_are_gone_after_a_while() throws IOException {
        start(RedisProcess.start());
        there.line().tell(new Presence(7, List.of(), List.of()));
        await().atMost(SOON).until(() -> here.membersElsewhere() == 7);

        cable.cut();
        await().atMost(SOON).until(() -> thereNode.roomsAlone() == 1);
        hereAhead.set(Duration.ofSeconds(14).toNanos());
        assertThat(here.membersElsewhere()).isEqualTo(7);
        hereAhead.set(Duration.ofSeconds(16).toNanos());

        await().atMost(SOON).until(() -> here.membersElsewhere() == 0);
    }

    @Test
    void a_room_opens_although_redis_does_not_answer_and_joins_the_others_later() throws IOException {
        start(RedisProcess.start());
        redis.pause();
        RoomName other = new RoomName("other");
        RecordingHalf first = RecordingHalf.in(hereNode, other);
        RecordingHalf second = RecordingHalf.in(thereNode, other);
        await().atMost(Duration.ofSeconds(3)).until(() -> first.isAttached() && second.isAttached());
        first.say("one");
        second.say("two");
        await().atMost(SOON).until(() -> first.count() == 1 && second.count() == 1);

        redis.resume();

        await().atMost(SOON).until(() -> first.count() == 2 && second.count() == 2);
        first.check();
        second.check();
        assertThat(first.epoch()).isEqualTo(second.epoch());
    }

    private void talkWhileRedisIsKilledAndStartedAgain() throws IOException {
        try (Talk some = new Talk(here, RATE);
                Talk more = new Talk(there, RATE)) {
            talkFor(200);
            redis.kill();
            awaitAlone();
            talkFor(200);
            redis.launch();
            awaitTogether();
            talkFor(200);
        }
    }

    private int attachments() {
        return here.attachments().size() + there.attachments().size();
    }

    private void talk(int messages) {
        for (int i = 0; i < messages; i++) {
            here.say("from here");
            there.say("from there");
        }
        awaitAllHeard();
    }

    private void talkFor(int messages) {
        int untilHere = here.count() + messages;
        int untilThere = there.count() + messages;
        await().atMost(SOON).until(() -> here.count() >= untilHere && there.count() >= untilThere);
    }

    private void awaitAlone() {
        await().atMost(SOON).until(() -> hereNode.roomsAlone() == 1 && thereNode.roomsAlone() == 1);
    }

    private void awaitTogether() {
        await().atMost(SOON)
                .until(() -> hereNode.isConnected()
                        && thereNode.isConnected()
                        && hereNode.roomsAlone() == 0
                        && thereNode.roomsAlone() == 0);
    }

    private void awaitAllHeard() {
        await().atMost(SOON)
                .until(() -> here.last() == there.last()
                        && here.epoch().equals(there.epoch())
                        && here.answered() == here.posted().size()
                        && there.answered() == there.posted().size());
    }

    /** Each heard all that was said anywhere, once; and in the same order, but for what was said while apart. */
    private void checkOneOrder() {
        awaitAllHeard();
        here.check();
        there.check();
        Set<String> said = new HashSet<>(here.placed());
        said.addAll(there.placed());
        assertThat(said.size()).isGreaterThan(1000);
        assertThat(without(said, here.ids())).as("not heard here").isEmpty();
        assertThat(without(said, there.ids())).as("not heard there").isEmpty();
        assertThat(without(here.ids(), said)).as("heard here, but refused").isEmpty();
        assertThat(without(there.ids(), said)).as("heard there, but refused").isEmpty();
        assertThat(kept(here).equals(kept(there))).as("one order").isTrue();
    }

    private static Set<String> without(Collection<String> all, Collection<String> some) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(Set.copyOf(some));
        return rest;
    }

    /** What a half that is opened now is told on the half's node. */
    private List<String> kept(RecordingHalf half) {
        half.line().close();
        RecordingHalf again = RecordingHalf.in(half == here ? hereNode : thereNode, room);
        await().atMost(SOON).until(again::isAttached);
        List<String> ids = again.attachment().kept().stream().map(Message::id).collect(Collectors.toList());
        again.line().close();
        return ids;
    }
}
