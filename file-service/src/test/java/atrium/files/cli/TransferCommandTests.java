package atrium.files.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.cli.TransferCommand.Console;
import atrium.files.transfer.RawSender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as the shell calls them, with each other and with strangers. */
class TransferCommandTests {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Pattern LISTENING = Pattern.compile("receiving into .* on 127\\.0\\.0\\.1:(\\d+)");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Thread> receivers = new ArrayList<>();
    private final AtomicInteger receiverExit = new AtomicInteger(-1);

    @TempDir
    private Path directory;

    @AfterEach
    void interruptReceivers() throws InterruptedException {
        for (Thread receiver : receivers) {
            receiver.interrupt();
            receiver.join();
        }
    }

    @Test
    void a_file_goes_from_send_to_receive() throws Exception {
        byte[] bytes = bytes(3_000_000);
        Path file = Files.write(directory.resolve("报告 1.bin"), bytes);
        int port = receive();

        assertThat(send("--to", "127.0.0.1:" + port, file.toString())).isZero();

        assertThat(Files.readAllBytes(received("报告 1.bin"))).isEqualTo(bytes);
        assertThat(text(out)).contains("sent 报告 1.bin  3000000 bytes, ", "sha256 " + sha256(bytes));
        assertThat(text(err)).isEmpty();
        await().atMost(LONG).untilAsserted(() -> assertThat(text(out)).contains("received 报告 1.bin"));
    }

    @Test
    void a_directory_goes_as_its_files_in_order_and_equal_names_get_numbers() throws Exception {
        Path tree = Files.createDirectories(directory.resolve("tree/b/deep"));
        Files.writeString(directory.resolve("tree/a.txt"), "1");
        Files.writeString(directory.resolve("tree/b/a.txt"), "2");
        Files.writeString(tree.resolve("a.txt"), "3");
        Files.writeString(tree.resolve("empty"), "");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("/etc/hostname"));
        int port = receive();

        assertThat(send(directory.resolve("tree").toString(), "--to", "127.0.0.1:" + port))
                .isZero();

        assertThat(receivedNames()).containsExactly("a (1).txt", "a (2).txt", "a.txt", "empty");
        assertThat(received("a.txt")).hasContent("1");
        assertThat(received("a (1).txt")).hasContent("2");
        assertThat(received("a (2).txt")).hasContent("3");
    }

    @Test
    void a_stranger_sends_to_receive_and_gets_the_real_hash() throws Exception {
        byte[] bytes = bytes(100_000);
        int port = receive();

        assertThat(RawSender.send(port, "a.bin", bytes)).isEqualTo("done 100000 " + sha256(bytes) + "\n");
        assertThat(RawSender.send(port, "a.bin", bytes(1))).startsWith("done 1 ");

        assertThat(Files.readAllBytes(received("a.bin"))).isEqualTo(bytes);
        assertThat(receivedNames()).containsExactly("a (1).bin", "a.bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/tmp/x", "..", "a\\b", "a\u0000b", "nul", "a.", "x\u202Egpj.exe"})
    void receive_refuses_hostile_names_and_leaves_nothing(String name) throws Exception {
        int port = receive();

        assertThat(RawSender.send(port, name, bytes(1))).startsWith("error: the name ");
        assertThat(receivedNames()).isEmpty();
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all).containsExactly(directory.resolve("received"));
        }
    }

    @Test
    void what_breaks_off_leaves_nothing() throws Exception {
        int port = receive();
        try (RawSender sender = new RawSender(port)) {
            sender.write("cut.bin\n").write(bytes(100_000));
            assertThat(sender.read(2)).isEqualTo("ok");
            await().atMost(LONG).until(() -> receivedNames().size() == 1);
            assertThat(receivedNames().getFirst()).startsWith(".atrium-").endsWith(".part");

            sender.reset();

            await().atMost(LONG).until(() -> receivedNames().isEmpty());
        }
        await().atMost(LONG).until(() -> text(err).contains("nothing kept from 127.0.0.1: the connection broke"));
    }

    @Test
    void once_is_one_file() throws Exception {
        int port = receive("--once");
        assertThat(RawSender.send(port, "a", bytes(1))).startsWith("done 1 ");

        receivers.getFirst().join(LONG);

        assertThat(receiverExit).hasValue(0);
    }

    @Test
    void a_refusal_is_told_and_the_next_file_is_sent() throws Exception {
        Path odd = Files.writeString(directory.resolve("a\tb"), "1");
        Path good = Files.writeString(directory.resolve("good"), "2");
        int port = receive();

        assertThat(send(odd.toString(), good.toString(), "--to", "127.0.0.1:" + port))
                .isEqualTo(1);

        assertThat(receivedNames()).containsExactly("good");
        assertThat(text(err)).contains("a?b: the name contains a control character", "1 of 2 files were not sent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error: not today\n > not today",
                "okerror: it is full\n > it is full",
                "okdone 5 0000000000000000000000000000000000000000000000000000000000000000\n > the receiver has another file",
                "okdone 4 SHA\n > the receiver has another file: 4 bytes",
                "ok > the receiver closed the connection without an answer",
                " > the receiver closed the connection without an answer",
                "HTTP/1.1 400\r\n > the receiver says what is no answer"
            })
    void what_was_not_confirmed_was_not_sent(String saidThenComplaint) throws Exception {
        String[] parts = saidThenComplaint.split(" > ");
        Path file = Files.writeString(directory.resolve("a.txt"), "hello");
        try (Stranger stranger = new Stranger(parts[0].replace("SHA", sha256("hello".getBytes(UTF_8))))) {
            assertThat(send(file.toString(), "--to", "127.0.0.1:" + stranger.port()))
                    .isEqualTo(1);
        }

        assertThat(text(err)).startsWith("atrium: " + file + ": " + parts[1]);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void a_receiver_that_breaks_off_is_still_heard() throws Exception {
        Path file = Files.write(directory.resolve("large"), new byte[30_000_000]);
        int port = receive();
        Files.delete(directory.resolve("received"));

        assertThat(send(file.toString(), "--to", "127.0.0.1:" + port)).isEqualTo(1);

        assertThat(text(err)).contains(": the file could not be kept");
    }

    @Test
    void what_cannot_be_reached_ends_the_command() throws Exception {
        Path file = Files.writeString(directory.resolve("a.txt"), "hello");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(send(file.toString(), file.toString(), "--to", "127.0.0.1:" + port))
                .isEqualTo(1);
        assertThat(text(err)).isEqualTo("atrium: 127.0.0.1:" + port + " cannot be reached: Connection refused\n");
    }

    @Test
    void a_file_that_is_not_there_is_named_before_anything_is_sent() {
        assertThat(send(directory.resolve("none").toString(), "--to", "127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(text(err)).isEqualTo("atrium: there is no " + directory.resolve("none") + "\n");
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        int port = receive();

        assertThat(run(List.of("receive", "--port", Integer.toString(port)))).isEqualTo(1);
        assertThat(text(err)).contains("port " + port + " of 127.0.0.1 cannot be had");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fetch",
                "send",
                "send --to",
                "send --to h:p x",
                "send --fast x",
                "receive --port",
                "receive --port 70000",
                "receive x",
                "receive --x y",
                "receive --address no.such.host.invalid"
            })
    void a_command_line_without_sense_is_told_what_would_have(String line) {
        assertThat(run(Stream.of(line.split(" ")).filter(arg -> !arg.isEmpty()).toList()))
                .isEqualTo(2);
        assertThat(text(err)).startsWith("atrium: ");
        assertThat(text(out)).isEmpty();
    }

    /** {@code ./atrium} has the compiled classes on the class path and nothing else. */
    @Test
    void both_ends_need_nothing_but_the_jdk() throws Exception {
        URL classes =
                TransferCommand.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader alone = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Path file = Files.writeString(directory.resolve("alone"), "x");
            int port = receive(args -> runIn(alone, args), "--once");

            assertThat(runIn(alone, List.of("send", file.toString(), "--to", "127.0.0.1:" + port)))
                    .isZero();

            receivers.getFirst().join(LONG);
            assertThat(received("alone")).hasContent("x");
        }
    }

    private int runIn(ClassLoader loader, List<String> args) {
        try {
            Constructor<?> console = loader.loadClass(Console.class.getName()).getDeclaredConstructors()[0];
            Constructor<?> command =
                    loader.loadClass(TransferCommand.class.getName()).getDeclaredConstructors()[0];
            Method run = command.getDeclaringClass().getDeclaredMethod("run", List.class);
            Stream.of(console, command, run).forEach(member -> member.setAccessible(true));
            return (int) run.invoke(command.newInstance(console.newInstance(print(out), print(err), 80)), args);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private int send(String... args) {
        List<String> all = new ArrayList<>(List.of("send"));
        all.addAll(List.of(args));
        return run(all);
    }

    private int run(List<String> args) {
        return new TransferCommand(new Console(print(out), print(err), 0)).run(args);
    }

    /** Starts a receiver and waits until it has said its port. */
    private int receive(String... options) {
        return receive(this::run, options);
    }

    private int receive(ToIntFunction<List<String>> command, String... options) {
        List<String> args = new ArrayList<>(List.of(
                "receive", "--port", "0", "--dir", directory.resolve("received").toString()));
        args.addAll(List.of(options));
        receivers.add(Thread.ofPlatform().start(() -> receiverExit.set(command.applyAsInt(args))));
        await().atMost(LONG).until(() -> LISTENING.matcher(text(out)).find());
        Matcher said = LISTENING.matcher(text(out));
        assertThat(said.find()).isTrue();
        out.reset();
        return Integer.parseInt(said.group(1));
    }

    private Path received(String name) {
        return directory.resolve("received").resolve(name);
    }

    private List<String> receivedNames() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("received"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, UTF_8);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(UTF_8);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** A receiver that says what it is told: first up to {@code ok}, the rest after the end of the file. */
    private static final class Stranger implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final Future<Void> talk;

        Stranger(String words) throws IOException {
            talk = CompletableFuture.runAsync(() -> talk(words));
        }

        int port() {
            return listening.getLocalPort();
        }

        private void talk(String words) {
            try (Socket socket = listening.accept();
                    InputStream in = socket.getInputStream();
                    OutputStream answers = socket.getOutputStream()) {
                in.readNBytes("a.txt".length());
                boolean ok = words.startsWith("ok");
                answers.write((ok ? "ok" : words).getBytes(UTF_8));
                if (ok) {
                    in.readAllBytes();
                    answers.write(words.substring(2).getBytes(UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws Exception {
            talk.get();
            listening.close();
        }
    }
}
