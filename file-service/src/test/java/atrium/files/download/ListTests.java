package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.Shelf;
import atrium.files.access.Requester;
import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import atrium.files.http.JsonAnswers;
import atrium.files.problem.FileProblem;
import atrium.platform.blocking.Workers;
import atrium.platform.problem.PlatformProblem;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ListTests {

    private static final Requester ANN = new Requester(Requester.Rank.MEMBER, "ann");

    @TempDir
    private Path directory;

    private final Workers workers = new Workers();
    private Shelf shelf;
    private ListHandler list;

    /** One page. */
    private record Page(List<String> names, @Nullable String next) {}

    @BeforeEach
    void open() throws IOException {
        shelf = new Shelf(directory);
        JsonAnswers answers = new JsonAnswers(JsonMapper.shared());
        list = new ListHandler(shelf.catalog, answers, workers, InstantSource.system());
    }

    @Test
    void a_long_list_comes_in_pages_each_file_once_newest_first() throws IOException {
        List<String> expected = fill(25);

        List<String> names = new ArrayList<>();
        String next = "/files?room=Küche&limit=10";
        List<Integer> sizes = new ArrayList<>();
        while (next != null) {
            Page page = get(next, Requester.TRUSTED_GUEST);
            names.addAll(page.names());
            sizes.add(page.names().size());
            next = page.next();
        }

        assertThat(names).isEqualTo(expected);
        assertThat(sizes).containsExactly(10, 10, 5);
    }

    @Test
    void files_of_the_same_moment_are_in_one_page_or_the_next() throws IOException {
        for (int i = 0; i < 7; i++) {
            StoredFile file = shelf.written("r", null, "file " + i, new byte[1]);
            shelf.catalog.put(
                    new StoredFile(file.id(), file.info(), 1, file.sha256(), file.id(), false, Instant.EPOCH, null));
        }

        List<String> names = new ArrayList<>();
        for (String next = "/files?room=r&limit=2"; next != null; ) {
            Page page = get(next, Requester.TRUSTED_GUEST);
            names.addAll(page.names());
            next = page.next();
        }

        assertThat(names).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void a_page_goes_on_where_the_last_one_ended_though_that_file_was_deleted() throws IOException {
        List<String> expected = fill(4);
        Page first = get("/files?room=Küche&limit=2", Requester.TRUSTED_GUEST);
        StoredFile last = shelf.catalog.filesOf("Küche").get(1);

        shelf.catalog.remove(last);

        assertThat(get(String.valueOf(first.next()), Requester.TRUSTED_GUEST).names())
                .isEqualTo(expected.subList(2, 4));
    }

    @Test
    void a_hundred_come_unless_more_are_asked_for_and_a_full_last_page_has_no_next() throws IOException {
        fill(101);

        assertThat(get("/files?room=Küche", Requester.TRUSTED_GUEST).names()).hasSize(100);
        Page all = get("/files?room=Küche&limit=101", Requester.TRUSTED_GUEST);
        assertThat(all.names()).hasSize(101);
        assertThat(all.next()).isNull();
    }

    @Test
    void who_has_signed_in_sees_its_own_files_in_all_rooms_or_in_one() throws IOException {
        put("r", "ann", "in r");
        put("s", "ann", "in s");
        put(null, "ann", "in none");
        put("r", "bob", "bob's");

        assertThat(get("/files?owner=me", ANN).names()).containsExactly("in none", "in s", "in r");
        assertThat(get("/files?owner=me&room=r", ANN).names()).containsExactly("in r");
        Page first = get("/files?owner=me&limit=2", ANN);
        assertThat(get(String.valueOf(first.next()), ANN).names()).containsExactly("in r");
    }

    @Test
    void what_is_in_a_room_that_is_closed_to_who_asks_is_left_out_and_pages_stay_full() throws IOException {
        Requester outside = new Requester(
                Requester.Rank.MEMBER,
                "ann",
                null,
                room -> room.equals("staff")
                        ? Optional.of(PlatformProblem.ROOM_PRIVATE.with("closed"))
                        : Optional.empty());
        put("r", "ann", "old");
        put("staff", "ann", "secret");
        put(null, "ann", "new");

        assertThat(get("/files?owner=me&limit=2", outside)).isEqualTo(new Page(List.of("new", "old"), null));
        assertThat(get("/files?owner=me", ANN).names()).containsExactly("new", "secret", "old");
        assertThatThrownBy(() -> get("/files?owner=me&room=staff", outside)).hasMessageContaining("closed");
    }

    @Test
    void a_guest_has_none_and_nobody_sees_anothers() {
        assertThat(refusal("/files?owner=me", Requester.TRUSTED_GUEST)).isEqualTo(FileProblem.SIGN_IN_FIRST);
        assertThat(refusal("/files?owner=bob", ANN)).isEqualTo(FileProblem.BAD_LIST);
        assertThat(refusal("/files", ANN)).isEqualTo(FileProblem.BAD_ROOM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "x", "", "99999999999"})
    void a_limit_is_from_one_to_a_thousand(String limit) {
        assertThat(refusal("/files?room=r&limit=" + limit, ANN)).isEqualTo(FileProblem.BAD_LIST);
    }

    @ParameterizedTest
    @CsvSource({
        "x",
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z_0f",
        "_0f",
        "yesterday_00000000000000000000000000000000"
    })
    void a_place_is_one_that_a_link_gave(String before) {
        assertThat(refusal("/files?room=r&before=" + before, ANN)).isEqualTo(FileProblem.BAD_LIST);
    }

    @Test
    void a_place_is_read_as_it_was_written() {
        ListPlace place = new ListPlace(Instant.parse("2026-01-01T00:00:00.123456789Z"), new FileId("0f".repeat(16)));

        assertThat(ListPlace.parse(place.toString())).isEqualTo(place);
    }

    private List<String> fill(int files) throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            names.add(shelf.stored("Küche", "file " + i).info().name());
        }
        Collections.reverse(names);
        return names;
    }

    private void put(@Nullable String room, String owner, String name) throws IOException {
        shelf.catalog.put(shelf.written(room, owner, name, new byte[1]));
    }

    private FileProblem refusal(String uri, Requester who) {
        try {
            get(uri, who);
        } catch (ProblemException refused) {
            return (FileProblem) refused.type();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw new AssertionError("not refused: " + uri);
    }

    private Page get(String uri, Requester who) throws IOException {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                MockServerHttpRequest.method(org.springframework.http.HttpMethod.GET, uriOf(uri)));
        list.handle(exchange, who).block();
        JsonNode body = JsonMapper.shared()
                .readTree(exchange.getResponse().getBodyAsString().block());
        List<String> names = new ArrayList<>();
        body.forEach(file -> names.add(file.path("name").asString()));
        return new Page(names, next(exchange.getResponse().getHeaders().getFirst("Link")));
    }

    private static java.net.URI uriOf(String uri) {
        return java.net.URI.create(uri.replace("ü", "%C3%BC"));
    }

    /** Of {@code <uri>; rel="next"} (RFC 8288). */
    private static @Nullable String next(@Nullable String link) {
        if (link == null) {
            return null;
        }
        assertThat(link).startsWith("</files?").endsWith(">; rel=\"next\"").matches("\\p{ASCII}*");
        return link.substring(1, link.indexOf('>'));
    }
}
