package atrium.files.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.upload.BodyCutException;
import atrium.files.upload.BodyCutException.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;

class ArrivingBodyTests {

    private final NettyDataBufferFactory factory = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);
    private final List<ByteBuf> made = new ArrayList<>();
    private final AtomicInteger closings = new AtomicInteger();
    private final AtomicInteger share = new AtomicInteger(ArrivingBody.MOST);

    @Test
    void hands_on_every_byte_in_order_then_the_end_and_releases_all() throws Exception {
        ArrivingBody body = body(Flux.range(0, 100).map(this::buffer));

        for (int i = 0; i < 100; i++) {
            ByteBuffer piece = body.next();
            assertThat(piece).isNotNull();
            assertThat(piece.get()).isEqualTo((byte) i);
        }
        assertThat(body.next()).isNull();
        assertThat(body.next()).as("the end stays the end").isNull();
        body.close();

        assertAllReleased();
        assertThat(closings).hasValue(1);
    }

    @Test
    void asks_for_no_more_than_it_may_hold_until_somebody_takes() throws Exception {
        AtomicLong asked = new AtomicLong();
        TestPublisher<DataBuffer> sender = TestPublisher.create();
        ArrivingBody body = body(sender.flux().doOnRequest(asked::addAndGet));
        Thread reader = Thread.ofVirtual().start(() -> take(body, 1));
        while (!sender.wasSubscribed()) {
            Thread.onSpinWait();
        }
        assertThat(asked).hasValue(8);

        for (int i = 0; i < 8; i++) {
            sender.next(buffer(i));
        }
        reader.join();
        assertThat(asked).as("one was taken").hasValue(8);
        take(body, 3);
        assertThat(asked).as("half were taken").hasValue(12);

        body.close();
        assertAllReleased();
    }

    @Test
    void asks_for_less_when_others_come_and_for_more_when_they_have_gone() {
        AtomicLong asked = new AtomicLong();
        ArrivingBody body = body(Flux.range(0, 100).map(this::buffer).doOnRequest(asked::addAndGet));

        take(body, 1);
        share.set(2);
        take(body, 5);
        assertThat(asked).as("two of eight are left").hasValue(8);
        take(body, 1);
        assertThat(asked).as("two may wait").hasValue(9);
        share.set(ArrivingBody.MOST);
        take(body, 1);
        assertThat(asked).as("eight may wait again").hasValue(16);

        body.close();
        assertAllReleased();
    }

    @Test
    void what_arrived_before_a_cut_is_still_read() throws Exception {
        ArrivingBody body = body(
                Flux.range(0, 3).map(this::buffer).concatWith(Flux.error(new java.io.IOException("reset by peer"))));

        take(body, 3);
        assertThatThrownBy(body::next)
                .isInstanceOfSatisfying(
                        BodyCutException.class, cut -> assertThat(cut.reason()).isEqualTo(Reason.GONE));
        assertThatThrownBy(body::next).isInstanceOf(BodyCutException.class);
        body.close();

        assertAllReleased();
    }

    @Test
    void a_silent_sender_is_cut() {
        ArrivingBody body = body(Flux.never());

        assertThatThrownBy(body::next)
                .isInstanceOfSatisfying(
                        BodyCutException.class, cut -> assertThat(cut.reason()).isEqualTo(Reason.SILENT));
    }

    @Test
    void a_stopping_service_cuts() throws Exception {
        ArrivingBody body = body(Flux.concat(Flux.just(1).map(this::buffer), Flux.never()));
        take(body, 1);

        body.cut(Reason.STOPPING);

        assertThatThrownBy(body::next)
                .isInstanceOfSatisfying(
                        BodyCutException.class, cut -> assertThat(cut.reason()).isEqualTo(Reason.STOPPING));
        body.close();
        assertAllReleased();
    }

    @Test
    void what_comes_after_closing_is_released_and_the_sender_is_told() throws Exception {
        TestPublisher<DataBuffer> sender = TestPublisher.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);
        ArrivingBody body = body(sender.flux());
        Thread reader = Thread.ofVirtual().start(() -> take(body, 1));
        while (!sender.wasSubscribed()) {
            Thread.onSpinWait();
        }
        sender.next(buffer(1));
        reader.join();
        sender.next(buffer(2));

        body.close();
        body.close();
        body.onNext(buffer(3));

        sender.assertCancelled();
        assertAllReleased();
        assertThat(closings).hasValue(1);
    }

    @Test
    void a_body_nobody_reads_is_never_subscribed_to() {
        AtomicInteger subscriptions = new AtomicInteger();
        ArrivingBody body = body(Flux.<DataBuffer>never().doOnSubscribe(s -> subscriptions.incrementAndGet()));

        body.close();

        assertThat(subscriptions).hasValue(0);
    }

    private static void take(ArrivingBody body, int count) {
        try {
            for (int i = 0; i < count; i++) {
                body.next();
            }
        } catch (BodyCutException e) {
            throw new AssertionError(e);
        }
    }

    private ArrivingBody body(Flux<DataBuffer> source) {
        return new ArrivingBody(
                source, System.nanoTime(), -1, Duration.ofMillis(500), share::get, closings::incrementAndGet);
    }

    private DataBuffer buffer(int content) {
        ByteBuf bytes = Unpooled.directBuffer(1).writeByte(content);
        made.add(bytes);
        return factory.wrap(bytes);
    }

    private void assertAllReleased() {
        assertThat(made).allSatisfy(bytes -> assertThat(bytes.refCnt()).isZero());
    }
}
