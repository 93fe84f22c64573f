package atrium.files.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinesTests {

    private static final long LONG = TimeUnit.SECONDS.toNanos(20);

    private final Lines lines = new Lines();

    @Test
    void one_is_first_and_the_next_comes_after() throws InterruptedIOException {
        Lines.Place first = lines.join("a");
        Lines.Place second = lines.join("a");
        assertThat(first.becomesFirst(0)).isTrue();
        assertThat(second.becomesFirst(0)).isFalse();
        assertThat(lines.join("b").becomesFirst(0)).isTrue();

        first.close();

        assertThat(second.becomesFirst(0)).isTrue();
    }

    @Test
    void who_was_not_first_leaves_the_line_as_it_is() throws InterruptedIOException {
        Lines.Place first = lines.join("a");
        assertThat(first.becomesFirst(0)).isTrue();
        Lines.Place second = lines.join("a");
        assertThat(second.becomesFirst(0)).isFalse();

        second.close();

        assertThat(lines.join("a").becomesFirst(0)).isFalse();
    }

    @Test
    void news_wake_also_who_waits_for_them_later() throws InterruptedIOException {
        Lines.Place place = lines.join("a");
        assertThat(place.becomesFirst(0)).isTrue();
        lines.free("b");
        lines.free("a");
        lines.free("a");
        long since = System.nanoTime();

        place.awaitNews(LONG);
        assertThat(System.nanoTime() - since).isLessThan(LONG);
    }
}
