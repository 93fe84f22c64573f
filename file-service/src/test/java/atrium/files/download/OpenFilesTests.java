package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.files.catalog.FileId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTests {

    private final Random random = new Random(5);
    private final EmbeddedChannel time = new EmbeddedChannel();

    @TempDir
    private Path directory;

    private OpenFiles files;

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void a_file_is_opened_once_and_closed_when_it_was_not_asked_for_for_a_while() throws IOException {
        FileId blob = blob();

        OpenFile first = files().open(blob);
        OpenFile second = files().open(blob);
        assertThat(second).isSameAs(first);
        first.release();
        second.release();
        assertThat(first.refCnt()).isEqualTo(1);
        pass(4);
        files().open(blob).release();
        pass(4); // one look: it was used
        assertThat(first.refCnt()).isEqualTo(1);
        pass(4);

        assertThat(first.refCnt()).isZero();
        assertNoneIsOpen();
        OpenFile again = files().open(blob);
        assertThat(again).isNotSameAs(first);
        again.release();
        pass(20);
        assertNoneIsOpen();
    }

    @Test
    void a_file_that_is_being_read_stays_open_after_it_was_forgotten_and_deleted() throws IOException {
        FileId blob = blob();
        OpenFile reading = files().open(blob);
        Files.delete(directory.resolve(blob.value()));

        pass(20);

        assertThat(reading.beginning(5)).isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
        reading.release();
        assertNoneIsOpen();
        assertThatThrownBy(() -> files().open(blob)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void no_more_are_kept_than_the_limit_and_the_longest_unused_goes_first() throws IOException {
        FileId oldest = blob();
        OpenFile first = files().open(oldest);
        first.release();
        FileId used = blob();
        OpenFile second = files().open(used);
        second.release();
        for (int i = 2; i < OpenFiles.MOST; i++) {
            files().open(blob()).release();
        }
        files().open(oldest).release();

        files().open(blob()).release();

        assertThat(first.refCnt()).isEqualTo(1);
        assertThat(second.refCnt()).isZero();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> OpenDescriptors.below(directory).size() == OpenFiles.MOST);
        pass(20);
        assertNoneIsOpen();
    }

    @Test
    void all_are_closed_with_it_but_not_under_who_reads_one() throws IOException {
        OpenFile reading = files().open(blob());
        files().open(blob()).release();

        files().close();

        assertThat(reading.beginning(5)).hasSize(5);
        reading.release();
        assertNoneIsOpen();
        pass(20);
    }

    private OpenFiles files() {
        if (files == null) {
            files = new OpenFiles(id -> directory.resolve(id.value()), time.eventLoop());
        }
        return files;
    }

    private FileId blob() throws IOException {
        FileId id = FileId.random(random);
        Files.writeString(directory.resolve(id.value()), "hello");
        return id;
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.advanceTimeBy(1, TimeUnit.SECONDS);
            time.runScheduledPendingTasks();
        }
    }

    private void assertNoneIsOpen() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> OpenDescriptors.below(directory).isEmpty());
    }
}
