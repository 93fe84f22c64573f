package atrium.files.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferListenerTests {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final MemoryDestination destination = new MemoryDestination();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final Outcomes outcomes = new Outcomes() {
        @Override
        public void received(InetAddress from, Received file) {}

        @Override
        public void refused(InetAddress from, String reason) {
            refusals.add(reason);
        }

        @Override
        public void failed(Exception error) {
            failures.add(error);
        }
    };
    private volatile Terms terms =
            new Terms(peer -> true, 200, Duration.ofSeconds(10), Duration.ofMillis(50), Duration.ofSeconds(60), 1);
    private TransferListener listener;

    @BeforeEach
    void listen() throws IOException {
        listener = TransferListener.listen(new InetSocketAddress("127.0.0.1", 0), destination, () -> terms, outcomes);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        assertThat(destination.open).hasValue(0);
    }

    @Test
    void name_ok_bytes_half_close_done() throws IOException {
        byte[] bytes = bytes(3_000_000);

        assertThat(RawSender.send(port(), "a.bin", bytes)).isEqualTo("done 3000000 " + "0".repeat(64) + "\n");
        assertThat(destination.files.get("a.bin")).isEqualTo(bytes);
    }

    @Test
    void an_empty_file() throws IOException {
        assertThat(RawSender.send(port(), "empty", new byte[0])).startsWith("done 0 ");
        assertThat(destination.files.get("empty")).isEmpty();
    }

    @Test
    void name_and_bytes_through_one_pipe_without_waiting() throws IOException {
        try (RawSender sender = new RawSender(port())) {
            sender.write("typed.txt\nhello\nworld").halfClose();

            assertThat(sender.readAll()).startsWith("okdone 11 ");
            assertThat(destination.files.get("typed.txt")).isEqualTo("hello\nworld".getBytes(UTF_8));
        }
    }

    @Test
    void one_byte_at_a_time() throws IOException {
        try (RawSender sender = new RawSender(port())) {
            for (char c : "drop.txt\n".toCharArray()) {
                sender.write(String.valueOf(c));
            }
            assertThat(sender.read(2)).isEqualTo("ok");
            for (char c : "hello".toCharArray()) {
                sender.write(String.valueOf(c));
            }
            sender.halfClose();

            assertThat(sender.readAll()).startsWith("done 5 ");
            assertThat(destination.files.get("drop.txt")).isEqualTo("hello".getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "..", "a\\b", "a\u0000", "a\tb", "NUL", "com1.txt", "a.", " a", "\n", "refused.txt"})
    void a_refused_name_is_told_why_and_closed(String name) throws IOException {
        assertThat(RawSender.send(port(), name, new byte[0])).matches("error: [^\n]+\n");
        assertThat(destination.files).isEmpty();
    }

    @Test
    void names_of_5000_bytes_and_bytes_that_are_no_utf_8_are_told_why() throws IOException {
        assertThat(RawSender.send(port(), "x".repeat(5000), new byte[0]))
                .isEqualTo("error: the name has more than 255 bytes\n");
        try (RawSender sender = new RawSender(port())) {
            sender.write(new byte[] {'a', (byte) 0xff});
            assertThat(sender.readAll()).isEqualTo("error: the name is not UTF-8\n");
        }
    }

    @Test
    void a_refused_sender_that_did_not_wait_still_reads_the_reason() throws IOException {
        try (RawSender sender = new RawSender(port())) {
            sender.write("../x\n").write(bytes(500_000)).halfClose();

            assertThat(sender.readAll()).startsWith("error: the name contains a directory");
        }
    }

    @Test
    void a_connection_that_is_reset_leaves_nothing() throws IOException {
        try (RawSender sender = begin("cut.bin")) {
            sender.write(bytes(100_000));
            await().atMost(LONG).until(() -> destination.taken.get() == 100_000);

            sender.reset();

            await().atMost(LONG).until(() -> destination.open.get() == 0);
            assertThat(destination.files).isEmpty();
            assertThat(failures).isEmpty();
            assertThat(refusals).containsExactly("the connection broke");
        }
    }

    @Test
    void a_sender_that_says_no_name_is_told_so() throws IOException {
        terms = new Terms(peer -> true, 9, SHORT, Duration.ofMillis(5), Duration.ofSeconds(60), 1);
        try (RawSender silent = new RawSender(port());
                RawSender closing = new RawSender(port())) {
            closing.halfClose();

            assertThat(closing.readAll()).startsWith("error: no name came");
            assertThat(silent.readAll()).startsWith("error: no name came");
        }
    }

    @Test
    void a_sender_that_falls_silent_is_told_so_and_leaves_nothing() throws IOException {
        terms = new Terms(peer -> true, 9, SHORT, Duration.ofMillis(5), SHORT, 1);
        try (RawSender sender = begin("silent.bin")) {
            sender.write("hello");

            assertThat(sender.readAll()).startsWith("error: the bytes stopped coming");
            await().atMost(LONG).until(() -> destination.open.get() == 0);
            assertThat(destination.files).isEmpty();
        }
    }

    @Test
    void a_slow_disk_is_not_the_senders_silence() throws IOException {
        terms = new Terms(peer -> true, 9, SHORT, Duration.ofMillis(50), SHORT, 1);
        destination.disk.drainPermits();
        try (RawSender sender = begin("patient.bin")) {
            sender.write("hello").halfClose();

            await().pollDelay(SHORT.multipliedBy(3)).until(() -> true);
            destination.disk.release(9);

            assertThat(sender.readAll()).startsWith("done 5 ");
        }
    }

    @Test
    void while_the_disk_is_slow_the_sender_waits_and_nothing_piles_up() throws IOException {
        destination.disk.drainPermits();
        destination.disk.release(1);
        try (RawSender sender = begin("big.bin")) {
            sender.channel().configureBlocking(false);
            ByteBuffer piece = ByteBuffer.allocate(256 * 1024);
            long[] sent = new long[1];
            Callable<Boolean> stands = () -> {
                long before = sent[0];
                for (int n = 1; n > 0 && sent[0] < 200_000_000; sent[0] += n) {
                    n = sender.channel().write(piece.clear());
                }
                return sent[0] == before;
            };

            await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(stands);

            assertThat(sent[0]).as("what the two sockets hold").isLessThan(64_000_000);
            assertThat(destination.taken.get()).as("one piece").isLessThanOrEqualTo(256 * 1024);
            destination.disk.release(1_000_000);
            await().atMost(LONG).until(() -> destination.taken.get() == sent[0]);
            sender.reset();
        }
    }

    @Test
    void a_hundred_at_once() throws Exception {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String name = "f" + i;
                int size = 10_000 + i;
                answers.add(senders.submit(() -> RawSender.send(port(), name, bytes(size))));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(answers.get(i).get()).startsWith("done " + (10_000 + i) + " ");
                assertThat(destination.files.get("f" + i)).isEqualTo(bytes(10_000 + i));
            }
        }
        await().atMost(LONG).until(() -> listener.connections() == 0);
    }

    @Test
    void one_more_than_may_is_told_to_come_later() throws IOException {
        terms = new Terms(peer -> true, 1, Duration.ofSeconds(10), Duration.ofMillis(5), Duration.ofSeconds(60), 1);
        try (RawSender first = begin("first")) {
            assertThat(RawSender.send(port(), "second", new byte[0]))
                    .isEqualTo("error: too many transfers are running (allowed: 1); try again later\n");
            first.halfClose();
            assertThat(first.readAll()).startsWith("done 0 ");
        }
        await().atMost(LONG).until(() -> listener.connections() == 0);
        assertThat(RawSender.send(port(), "third", new byte[0])).startsWith("done 0 ");
    }

    @Test
    void far_more_than_may_are_closed_without_a_word() throws IOException {
        terms = new Terms(peer -> true, 1, Duration.ofSeconds(10), Duration.ofMillis(5), Duration.ofSeconds(60), 1);
        try (RawSender first = begin("first");
                RawSender told = new RawSender(port())) {
            assertThat(told.read(6)).isEqualTo("error:");
            try (RawSender untold = new RawSender(port())) {
                assertThat(untold.readAll()).isEmpty();
            }
        }
    }

    @Test
    void a_peer_of_no_allowed_network_is_told_so() throws IOException {
        terms = new Terms(peer -> false, 1, Duration.ofSeconds(10), Duration.ofMillis(5), Duration.ofSeconds(60), 1);

        assertThat(RawSender.send(port(), "a", new byte[0])).isEqualTo("error: files are not taken from 127.0.0.1\n");
    }

    @Test
    void an_error_of_ours_is_told_without_its_details() throws IOException {
        assertThat(RawSender.send(port(), "broken", bytes(10))).isEqualTo("error: the file could not be kept\n");
        assertThat(failures).singleElement().extracting(Exception::getMessage).isEqualTo("the disk is broken");
    }

    @Test
    void closing_cuts_what_runs_and_takes_nobody_new() throws IOException {
        try (RawSender running = begin("running");
                RawSender nameless = new RawSender(port())) {
            running.write("hello");
            await().atMost(LONG).until(() -> destination.taken.get() == 5 && listener.connections() == 2);

            listener.close();

            assertThat(running.readAll()).isEqualTo("error: the receiver is stopping\n");
            assertThat(nameless.readAll()).isEqualTo("error: the receiver is stopping\n");
            assertThat(destination.files).isEmpty();
            assertThat(destination.open).hasValue(0);
        }
    }

    private RawSender begin(String name) throws IOException {
        RawSender sender = new RawSender(port());
        sender.write(name + "\n");
        assertThat(sender.read(2)).isEqualTo("ok");
        return sender;
    }

    private int port() {
        return listener.port();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
