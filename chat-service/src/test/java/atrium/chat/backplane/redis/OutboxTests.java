package atrium.chat.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.backplane.Draft;
import atrium.chat.backplane.Placement;
import atrium.chat.message.Content;
import atrium.chat.message.Sender;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTests {

    private final Outbox outbox = new Outbox();
    private final List<Placement> answers = new ArrayList<>();

    @Test
    void what_came_in_is_not_brought_again() {
        Outbox.Pending first = send();
        Outbox.Pending second = send();
        outbox.heardAlone(first, 10);
        outbox.heardAlone(second, 10);

        outbox.landed(1);

        assertThat(outbox.saidAlone()).containsExactly(second);
        assertThat(outbox.sent()).isEqualTo(1);
    }

    @Test
    void what_came_in_and_was_not_heard_waits_for_the_feed() {
        send();
        outbox.landed(1);

        assertThat(outbox.unheard()).hasSize(1);
        assertThat(outbox.saidAlone()).isEmpty();
        assertThat(outbox.unsent()).isEmpty();

        outbox.heardInOrder(1, 42);
        assertThat(answers).containsExactly(new Placement.Placed(42));
        assertThat(outbox.size()).isZero();
    }

    @Test
    void what_did_not_come_in_and_was_not_heard_is_sent_again() {
        send();
        Outbox.Pending second = send();

        outbox.landed(1);

        assertThat(outbox.unsent()).containsExactly(second);
    }

    @Test
    void after_redis_has_lost_everything_all_that_was_not_heard_in_order_is_brought() {
        Outbox.Pending first = send();
        outbox.heardAlone(first, 10);

        outbox.landed(0);

        assertThat(outbox.saidAlone()).containsExactly(first);
    }

    @Test
    void the_oldest_is_given_up_beyond_what_is_kept() {
        for (int i = 0; i < 5; i++) {
            outbox.heardAlone(add(), 3);
        }

        assertThat(outbox.saidAlone()).extracting(Outbox.Pending::number).containsExactly(3L, 4L, 5L);
        assertThat(outbox.isHeard(1)).isTrue();
    }

    @Test
    void an_answer_is_given_once() {
        Outbox.Pending pending = send();

        pending.answer(new Placement.Placed(1));
        outbox.heardInOrder(1, 1);
        outbox.refuseAll("late");

        assertThat(answers).containsExactly(new Placement.Placed(1));
    }

    @Test
    void what_was_taken_back_is_not_brought() {
        Outbox.Pending pending = add();
        outbox.heardAlone(pending, 10);

        outbox.forget(pending.draft().id());

        assertThat(outbox.saidAlone()).isEmpty();
    }

    @Test
    void what_had_been_said_before_is_answered_by_redis_even_when_a_later_one_was_heard_first() {
        Outbox.Pending again = sendOnce();
        send();
        outbox.heardInOrder(2, 42);
        assertThat(answers).containsExactly(new Placement.Placed(42));

        outbox.repeated(again, 7);

        assertThat(answers).containsExactly(new Placement.Placed(42), new Placement.Placed(7));
        assertThat(outbox.size()).isZero();
    }

    @Test
    void what_redis_does_not_answer_is_refused_if_nobody_will_hear_it() {
        Outbox.Pending again = sendOnce();
        Outbox.Pending waits = send();
        send();
        outbox.heardInOrder(1, 41);
        outbox.unanswered(waits);
        assertThat(answers).containsExactly(new Placement.Placed(41));

        Outbox.Pending passedOver = sendOnce();
        send();
        outbox.heardInOrder(5, 42);
        outbox.unanswered(passedOver);
        outbox.unanswered(again);

        assertThat(answers).filteredOn(Placement.Refused.class::isInstance).hasSize(3);
    }

    private Outbox.Pending send() {
        Outbox.Pending pending = add();
        outbox.sending(pending);
        return pending;
    }

    private Outbox.Pending sendOnce() {
        Outbox.Pending pending = add(Draft.ONCE + "id");
        outbox.sending(pending);
        return pending;
    }

    private Outbox.Pending add() {
        return add("id");
    }

    private Outbox.Pending add(String id) {
        Draft draft = new Draft(id, Instant.EPOCH, new Sender("s", "Sam"), Content.text("x"));
        return outbox.add(draft, answers::add);
    }
}
