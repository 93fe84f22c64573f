package atrium.files.protocol.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.RunningService;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import atrium.files.storage.BlobStore;
import atrium.files.transfer.RawSender;
import atrium.platform.address.Network;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.rooms.RoomPattern;
import atrium.platform.rooms.RoomsProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.unit.DataSize;

class TcpTransferTests extends RunningService {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Autowired
    private TransferServer server;

    @Autowired
    private Live<TcpTransferProperties> tcp;

    @Autowired
    private Catalog catalog;

    @Autowired
    private BlobStore store;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private LiveConfiguration configuration;

    private TcpTransferProperties settings;

    /** What other tests left, on purpose. */
    private Set<FileId> left = Set.of();

    @BeforeEach
    void rememberSettings() throws IOException {
        settings = tcp.get();
        left = store.unfinished();
    }

    @AfterEach
    void putSettingsBack() {
        tcp.replace(settings);
    }

    @Test
    void a_file_is_in_the_room_with_its_hash_and_the_type_of_its_ending() throws IOException {
        byte[] bytes = bytes(1_000_000, 1);
        room("tcp-one");

        assertThat(send("报告.pdf", bytes)).isEqualTo("done 1000000 " + sha256(bytes) + "\n");

        StoredFile file = catalog.filesOf("tcp-one").getFirst();
        assertThat(file.info().name()).isEqualTo("报告.pdf");
        assertThat(file.info().type()).isEqualTo("application/pdf");
        assertThat(file.info().guest()).isTrue();
        assertThat(file.expiresAt()).isNotNull();
        assertThat(send(request("/files/" + file.id()), BodyHandlers.ofByteArray())
                        .body())
                .isEqualTo(bytes);
    }

    @Test
    void the_lobby_is_where_files_go_and_their_type_may_be_unknown() throws IOException {
        assertThat(settings.room()).isEqualTo("lobby");
        send("no-ending", bytes(3, 3));

        assertThat(catalog.filesOf("lobby").getFirst().info().type()).isEqualTo("application/octet-stream");
    }

    @Test
    void a_name_that_the_room_has_gets_a_number() throws IOException {
        room("tcp-two");
        for (int i = 0; i < 3; i++) {
            assertThat(send("a.txt", bytes(10, i))).startsWith("done 10 ");
        }

        assertThat(names("tcp-two")).containsExactlyInAnyOrder("a.txt", "a (1).txt", "a (2).txt");
    }

    @Test
    void equal_names_at_once_get_different_numbers() throws Exception {
        room("tcp-three");
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> sendings = Stream.generate(() -> (Callable<String>) () -> send("b", bytes(10, 1)))
                    .limit(20)
                    .toList();
            for (Future<String> answer : senders.invokeAll(sendings)) {
                assertThat(answer.get()).startsWith("done 10 ");
            }
        }

        assertThat(names("tcp-three")).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void what_was_cut_leaves_nothing() throws IOException {
        room("tcp-four");
        try (RawSender sender = new RawSender(server.port())) {
            sender.write("cut.bin");
            assertThat(sender.read(2)).isEqualTo("ok");
            sender.write(bytes(300_000, 4));
            await().atMost(LONG).until(() -> !store.unfinished().equals(left));

            sender.reset();

            await().atMost(LONG).until(() -> store.unfinished().equals(left));
            assertThat(catalog.filesOf("tcp-four")).isEmpty();
        }
    }

    @Test
    void the_limits_of_guests_hold() throws IOException {
        room("tcp-five");
        limit("guests.max-size", "1KB");
        assertThat(send("large", bytes(1025, 5))).isEqualTo("error: More bytes came than may (allowed: 1024)\n");
        limit("guests.room-quota", "10B");
        assertThat(send("eleven", bytes(11, 5))).matches("error: .* takes 10 more bytes .*\n");
        limit("blocked-types", "application/pdf");
        assertThat(send("x.pdf", bytes(1, 5))).startsWith("error: application/pdf is not accepted here");
        limit("guests.allowed", "false");
        assertThat(send("any", bytes(1, 5))).isEqualTo("error: Guests may not upload here; members may.\n");

        assertThat(catalog.filesOf("tcp-five")).isEmpty();
        assertThat(store.unfinished()).isEqualTo(left);
    }

    @Test
    void a_silent_sender_is_given_up_after_the_idle_timeout() throws IOException {
        limit("idle-timeout", "300ms");
        try (RawSender sender = new RawSender(server.port())) {
            sender.write("silent\n");

            assertThat(sender.readAll()).startsWith("okerror: the bytes stopped coming");
        }
        await().atMost(LONG).until(() -> store.unfinished().equals(left));
    }

    /** There is no token; the operator chose the room and where files may come from. */
    @Test
    void a_private_room_takes_files_and_keeps_them_private() throws IOException {
        Live<RoomsProperties> rooms = configuration.of(RoomsProperties.class);
        RoomsProperties before = rooms.get();
        room("tcp-private");
        try {
            rooms.replace(new RoomsProperties(List.of(RoomPattern.of("tcp-private")), List.of()));

            assertThat(send("a", bytes(1, 8))).startsWith("done 1 ");
            StoredFile file = catalog.filesOf("tcp-private").getFirst();
            assertThat(send(request("/files/" + file.id())).statusCode()).isEqualTo(401);
        } finally {
            rooms.replace(before);
        }
    }

    @Test
    void networks_are_allowed_and_taken_back_while_it_runs() throws IOException {
        set(List.of(Network.valueOf("192.0.2.0/24")), "tcp-six");
        assertThat(send("a", bytes(1, 6))).isEqualTo("error: files are not taken from 127.0.0.1\n");

        set(List.of(Network.valueOf("127.0.0.1")), "tcp-six");
        assertThat(send("a", bytes(1, 6))).startsWith("done 1 ");
    }

    @Test
    void the_port_is_metered_as_the_others_are() throws IOException {
        String port = Integer.toString(server.port());
        try (RawSender sender = new RawSender(server.port())) {
            sender.write("metered\n").read(2);

            assertThat(gauge("atrium.server.connections", "server", "file-transfer"))
                    .isEqualTo(1);
            assertThat(meters.get("tcp.connections")
                            .tag("port", port)
                            .tag("state", "ESTABLISHED")
                            .gauge()
                            .value())
                    .isGreaterThanOrEqualTo(1);
            sender.reset();
        }
        await().atMost(LONG).until(() -> gauge("atrium.server.connections", "server", "file-transfer") == 0);
        double before = meters.get("atrium.server.refused")
                .tag("server", "file-transfer")
                .counter()
                .count();
        send("a/b", bytes(1, 7));
        assertThat(meters.get("atrium.server.refused")
                        .tag("server", "file-transfer")
                        .counter()
                        .count())
                .isEqualTo(before + 1);
    }

    private double gauge(String name, String tag, String value) {
        return meters.get(name).tag(tag, value).gauge().value();
    }

    private String send(String name, byte[] bytes) throws IOException {
        return RawSender.send(server.port(), name, bytes);
    }

    private List<String> names(String room) throws IOException {
        return catalog.filesOf(room).stream().map(file -> file.info().name()).toList();
    }

    private void room(String room) {
        set(settings.networks(), room);
    }

    private void set(List<Network> networks, String room) {
        tcp.replace(new TcpTransferProperties(
                "127.0.0.1",
                0,
                networks,
                room,
                100,
                Duration.ofSeconds(10),
                Duration.ofMillis(5),
                DataSize.ofKilobytes(1)));
    }
}
