package atrium.files.announce;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.Shelf;
import atrium.files.catalog.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ChatClientTests {

    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<URI> instances = new ArrayList<>();
    private FakeChat chat;
    private Shelf shelf;

    @BeforeEach
    void start() throws IOException {
        shelf = new Shelf(directory);
        chat = new FakeChat();
        instances.add(chat.uri());
    }

    @AfterEach
    void stop() {
        chat.close();
        http.close();
    }

    @Test
    void a_file_is_posted_under_its_id_to_its_room_in_its_owners_name() throws Exception {
        StoredFile file = shelf.written("Küche.1", "ann", "\"Grüße\".txt", new byte[1]);

        assertThat(client("t").post(file)).isInstanceOf(Chat.Answer.Told.class);

        FakeChat.Post post = chat.posts().getFirst();
        assertThat(post.method() + " " + post.path()).isEqualTo("POST /chat/rooms/K%C3%BCche.1/messages");
        assertThat(post.token()).isEqualTo("Bearer t");
        assertThat(post.key()).isEqualTo("\"" + file.id() + "\"");
        assertThat(post.message().path("kind").asString()).isEqualTo("file");
        assertThat(post.message().path("text").asString()).isEqualTo("\"Grüße\".txt");
        assertThat(post.message().path("file").asString()).isEqualTo(file.id().value());
        assertThat(post.message().path("name").asString()).isEqualTo("ann");
    }

    @Test
    void a_guests_file_is_posted_in_nobodys_name() throws Exception {
        client("t").post(shelf.stored("r", "a"));

        assertThat(chat.posts().getFirst().message().path("name").asString()).isEqualTo("files");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {}                          | Told
            201 | no JSON                     | Told
            400 | {"code":"room-name"}        | Refused
            413 | {"code":"too-large"}        | Refused
            422 | {"code":"banned-words"}     | Refused
            403 | {"code":"muted"}            | Refused
            403 | {"code":"forbidden"}        | Away
            401 | {"code":"unauthenticated"}  | Away
            429 | {"code":"slow-mode"}        | Later
            503 | {"code":"too-many-rooms"}   | Later
            404 | no JSON                     | Away
            500 | [[[                         | Away
            """)
    void each_answer_means_something(int status, String body, String expected) throws Exception {
        chat.answer(status, body);

        assertThat(client("t").post(shelf.stored("r", "a")).getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void one_instance_after_the_other_is_asked() throws Exception {
        instances.addAll(List.of(NOBODY, NOBODY, NOBODY));
        for (int i = 0; i < 10; i++) {
            assertThat(client("t").post(shelf.stored("r", "a"))).isInstanceOf(Chat.Answer.Told.class);
        }
        assertThat(chat.posts()).hasSize(10);
    }

    @Test
    void without_an_instance_or_a_secret_the_chat_is_away() throws Exception {
        assertThat(client("").post(shelf.stored("r", "a"))).isInstanceOf(Chat.Answer.Away.class);
        instances.clear();
        assertThat(client("t").post(shelf.stored("r", "a"))).isInstanceOf(Chat.Answer.Away.class);
        instances.add(NOBODY);
        assertThat(client("t").post(shelf.stored("r", "a"))).isInstanceOf(Chat.Answer.Away.class);
        assertThat(chat.posts()).isEmpty();
    }

    private ChatClient client(String token) {
        return new ChatClient(http, () -> instances, token, JsonMapper.shared(), new Random(1));
    }
}
