package atrium.files;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.StoredFile;
import atrium.files.upload.Verdicts;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.rooms.RoomPattern;
import atrium.platform.rooms.RoomsProperties;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What whole files of a private room tell, and to whom. */
class PrivateRoomDownloadTests extends PrivateRooms {

    @Autowired
    private Catalog catalog;

    @Autowired
    private Verdicts verdicts;

    @Autowired
    private LiveConfiguration configuration;

    /** Equal content lies in one blob, and each file of it is for its own room. */
    @Test
    void who_has_the_content_already_learns_nothing_of_who_else_has_it() {
        String inStaff = whole();
        String tag = header(send(as(Who.A_MEMBER, request(inStaff))), "ETag");

        String own = upload(ascii("12345"), metadata("filename", "mine", "room", "lobby"));

        assertThat(header(send(request(own)), "ETag")).isEqualTo(tag);
        assertThat(send(request(inStaff).header("If-None-Match", tag)).statusCode())
                .isEqualTo(401);
        assertThat(send(request("/files?room=lobby")).body()).contains("mine").doesNotContain(inStaff);
        assertThat(send(as(Who.THE_ADMIN, request(own)).DELETE()).statusCode()).isEqualTo(204);
        assertThat(send(as(Who.A_MEMBER, request(inStaff))).body()).isEqualTo("12345");
    }

    @ParameterizedTest
    @CsvSource({"no-such-tag, 200", "*, 304"})
    void what_is_in_a_private_room_is_kept_by_no_shared_cache(String known, int status) {
        HttpResponse<String> answer = send(as(Who.A_MEMBER, request(whole())).header("If-None-Match", known));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-cache");
    }

    @Test
    void a_file_that_is_held_back_or_refused_is_nobodys_business_either() throws IOException {
        String path = whole();
        FileId id = FileId.parse(path.substring("/files/".length())).orElseThrow();
        StoredFile file = catalog.findFile(id).orElseThrow();

        catalog.put(new HeldFile(file));
        assertProblem(send(request(path)), 401, "unauthenticated");
        assertProblem(send(as(Who.A_MEMBER, request(path))), 404, "file-being-scanned");
        assertThat(send(request(path).method("HEAD", BodyPublishers.noBody())).statusCode())
                .isEqualTo(401);

        verdicts.refuse(id, "Eicar");
        assertThat(send(request(path)).body()).contains("unauthenticated").doesNotContain("Eicar");
        assertThat(send(as(Who.GUEST, request(path))).statusCode()).isEqualTo(403);
        assertThat(send(as(Who.A_MEMBER, request(path))).body()).contains("Eicar");
    }

    /** A download passes no security chain, and yet takes a token as the chain does. */
    @Test
    void a_download_reads_the_header_as_the_rest_of_the_service_does() {
        String path = whole();
        String token = "Bearer " + ADMIN;

        assertThat(with(path, token.replace("Bearer", "bEARER"))).isEqualTo(200);
        assertThat(with(path, token, token)).isEqualTo(400);
        assertThat(with(path, "Basic " + ADMIN)).isEqualTo(401);
        assertThat(with(path, "Bearer")).isEqualTo(401);
        assertThat(with(path, ADMIN)).isEqualTo(401);
        assertThat(with(path + "?access_token=" + ADMIN)).isEqualTo(401);
        HttpResponse<String> forged = send(as(Who.A_FORGER, request(path)));
        assertThat(header(forged, "WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(forged.body()).contains("signature");
    }

    /** As before there were private rooms: a page that is open for hours sends tokens that are over. */
    @Test
    void a_download_of_what_is_open_needs_no_token_and_looks_at_none() {
        String inRoom = upload(ascii("x"), metadata("filename", "a", "room", "lab-tour"));
        String inNone = upload(ascii("x"), metadata("filename", "a"));

        for (Who who : Who.values()) {
            assertThat(send(as(who, request(inRoom))).statusCode()).isEqualTo(200);
            assertThat(send(as(who, request(inNone))).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_room_that_becomes_private_closes_on_what_is_in_it_at_once() {
        String file = upload(ascii("x"), metadata("filename", "a", "room", "den"));
        String upload = create(5, metadata("filename", "b", "room", "den"));
        Live<RoomsProperties> rooms = configuration.of(RoomsProperties.class);
        RoomsProperties before = rooms.get();
        try {
            rooms.replace(new RoomsProperties(List.of(RoomPattern.of("d*")), List.of()));

            assertThat(send(request(file)).statusCode()).isEqualTo(401);
            assertThat(send(patch(upload, 0, ascii("x"))).statusCode()).isEqualTo(401);
            assertThat(send(request("/files?room=den")).statusCode()).isEqualTo(401);
        } finally {
            rooms.replace(before);
        }
        assertThat(send(request(file)).statusCode()).isEqualTo(200);
        assertThat(send(patch(upload, 0, ascii("x"))).statusCode()).isEqualTo(204);
    }

    private int with(String path, String... authorization) {
        HttpRequest.Builder request = request(path);
        List.of(authorization).forEach(value -> request.header("Authorization", value));
        return send(request).statusCode();
    }
}
