package atrium.files;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.Entry;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Everybody by every way in. */
class PrivateRoomTests extends PrivateRooms {

    private static final Map<String, String> OF_THE_DRAFT = Map.of("Upload-Draft-Interop-Version", "8");

    /** What an answer would have that tells something of the file or upload. */
    private static final List<String> TELLING = List.of(
            "ETag",
            "Last-Modified",
            "Repr-Digest",
            "Content-Range",
            "Content-Disposition",
            "Accept-Ranges",
            "Location",
            "Link",
            "Upload-Offset",
            "Upload-Length",
            "Upload-Metadata",
            "Upload-Concat",
            "Upload-Expires",
            "Upload-Limit",
            "Upload-Complete",
            "Upload-Delete-Token");

    @Autowired
    private Catalog catalog;

    /** A request that concerns the room {@code staff}, and how it is answered to who may be there. */
    enum Way {
        TUS_CREATION(201, test -> test.creation(5, IN_STAFF)),
        TUS_CREATION_WITH_BYTES(201, test -> test.creationWith("12", 5)),
        TUS_CREATION_WITH_ALL_BYTES(201, test -> test.creationWith("12345", 5)),
        TUS_CREATION_OF_NOTHING(201, test -> test.creation(0, IN_STAFF)),
        TUS_CREATION_OF_A_PIECE(201, test -> test.creation(5, IN_STAFF).header("Upload-Concat", "partial")),
        TUS_CONCATENATION_INTO_IT(201, test -> test.concatenation(test.openPiece(), IN_STAFF)),
        TUS_CONCATENATION_OF_WHAT_IS_IN_IT(
                201, test -> test.concatenation(test.piece(), metadata("filename", "out", "room", "lobby"))),
        TUS_HEAD(200, test -> test.tus(test.begun()).method("HEAD", BodyPublishers.noBody())),
        TUS_HEAD_OF_A_FILE(200, test -> test.tus(test.whole()).method("HEAD", BodyPublishers.noBody())),
        TUS_PATCH(204, test -> test.patch(test.begun(), 0, ascii("12"))),
        TUS_PATCH_BY_A_POST(204, test -> test.overridden("PATCH", test.begun())),
        TUS_DELETE(204, test -> test.tus(test.begun()).DELETE()),
        TUS_DELETE_BY_A_POST(204, test -> test.overridden("DELETE", test.begun())),
        DRAFT_CREATION(201, test -> test.draftCreation("?1", "12345")),
        DRAFT_CREATION_WITHOUT_BYTES(201, test -> test.draftCreation("?0", "")),
        DRAFT_CREATION_OF_NOTHING(201, test -> test.draftCreation("?1", "")),
        DRAFT_HEAD(204, test -> test.draft(test.begun(), OF_THE_DRAFT, "HEAD", "")),
        DRAFT_HEAD_WITHOUT_A_SIGN(204, test -> test.request(test.begun()).method("HEAD", BodyPublishers.noBody())),
        DRAFT_PATCH(201, test -> test.draftPatch(test.begun())),
        DRAFT_DELETE(204, test -> test.draft(test.begun(), OF_THE_DRAFT, "DELETE", "")),
        FORM_WITH_THE_ROOM_FIRST(201, test -> test.form(field("room", "staff") + file("12345") + "--B--\r\n")),
        FORM_WITH_THE_ROOM_LAST(201, test -> test.form(file("12345") + field("room", "staff") + "--B--\r\n")),
        FORM_WITH_TWO_ROOMS(
                201, test -> test.form(field("room", "lobby") + file("1") + field("room", "staff") + "--B--\r\n")),
        LIST(200, test -> test.request("/files?room=staff")),
        LIST_BY_A_POST(
                200,
                test -> test.request("/files?room=staff")
                        .header("X-HTTP-Method-Override", "GET")
                        .POST(BodyPublishers.noBody())),
        GET(200, test -> test.request(test.whole())),
        GET_OF_A_RANGE(206, test -> test.request(test.whole()).header("Range", "bytes=1-2")),
        GET_OF_RANGES(206, test -> test.request(test.whole()).header("Range", "bytes=0-0,4-4")),
        GET_OF_A_RANGE_IT_HAS_NOT(416, test -> test.request(test.whole()).header("Range", "bytes=9-")),
        GET_OF_WHAT_IS_KNOWN(304, test -> test.request(test.whole()).header("If-None-Match", "*")),
        GET_OF_ANOTHER(412, test -> test.request(test.whole()).header("If-Match", "\"no\"")),
        GET_TO_SHOW(200, test -> test.request(test.whole() + "?preview")),
        GET_OF_WHAT_IS_NOT_WHOLE(404, test -> test.request(test.begun())),
        HEAD(200, test -> test.request(test.whole()).method("HEAD", BodyPublishers.noBody()));

        private final int answer;
        private final boolean namesTheRoom;
        private final Function<PrivateRoomTests, HttpRequest.Builder> request;

        Way(int answer, Function<PrivateRoomTests, HttpRequest.Builder> request) {
            this.answer = answer;
            this.namesTheRoom = name().contains("CREATION") || name().matches("FORM.*|LIST.*|.*INTO_IT");
            this.request = request;
        }
    }

    static Stream<Arguments> everybodyByEveryWay() {
        return Arrays.stream(Who.values())
                .flatMap(who -> Arrays.stream(Way.values()).map(way -> Arguments.of(who, way)));
    }

    @ParameterizedTest
    @MethodSource("everybodyByEveryWay")
    void only_who_may_be_in_the_room_gets_in(Who who, Way way) throws IOException {
        HttpRequest.Builder request = as(who, way.request.apply(this));
        long entries = entries();
        int unfinished = unfinished();

        HttpResponse<String> answer = send(request);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(who.isRefused() ? who.refusal : way.answer);
        if (who.isRefused()) {
            assertTellsNothing(answer, way);
            assertThat(entries()).isEqualTo(entries);
            assertThat(unfinished()).isEqualTo(unfinished);
        }
    }

    private static void assertTellsNothing(HttpResponse<String> answer, Way way) {
        assertThat(answer.headers().map().keySet().stream()
                        .filter(name -> TELLING.stream().anyMatch(name::equalsIgnoreCase)))
                .isEmpty();
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(answer, "WWW-Authenticate").startsWith("Bearer")).isEqualTo(answer.statusCode() == 401);
        if (!answer.request().method().equals("HEAD")) {
            assertProblem(answer, answer.statusCode(), answer.statusCode() == 401 ? "unauthenticated" : "room-private");
            assertThat(answer.body()).doesNotContain("plan.txt");
        }
        if (!way.namesTheRoom) {
            assertThat(answer.body()).doesNotContain("staff");
        }
    }

    private long entries() throws IOException {
        try (Stream<Entry> entries = catalog.entries()) {
            return entries.count();
        }
    }

    private HttpRequest.Builder creationWith(String bytes, long length) {
        return tus("/files")
                .header("Upload-Length", Long.toString(length))
                .header("Upload-Metadata", IN_STAFF)
                .header("Content-Type", "application/offset+octet-stream")
                .POST(BodyPublishers.ofString(bytes));
    }

    private HttpRequest.Builder concatenation(String piece, String metadata) {
        return creation("Upload-Concat", "final;" + piece, "Upload-Metadata", metadata);
    }

    private String openPiece() {
        String path = header(send(creation("Upload-Length", "1", "Upload-Concat", "partial")), "Location");
        send(patch(path, 0, ascii("x")));
        return path;
    }

    private HttpRequest.Builder overridden(String method, String path) {
        return tus(path)
                .header("X-HTTP-Method-Override", method)
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .POST(BodyPublishers.ofString("12"));
    }

    private HttpRequest.Builder draftCreation(String complete, String body) {
        return draft(
                "/files?filename=plan.txt&room=staff",
                Map.of("Upload-Draft-Interop-Version", "8", "Upload-Complete", complete),
                "POST",
                body);
    }

    private HttpRequest.Builder draftPatch(String path) {
        return draft(
                path,
                Map.of(
                        "Upload-Draft-Interop-Version", "8",
                        "Upload-Complete", "?1",
                        "Upload-Offset", "0",
                        "Content-Type", "application/partial-upload"),
                "PATCH",
                "12345");
    }
}
