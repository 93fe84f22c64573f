package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who plays what by RTMP, which has an access token in the URL. */
@PrivateRooms
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivatePlayTests {

    private static final String PLAYS = "NetStream.Play.Start";
    private static final String REFUSED = "NetStream.Play.Failed";
    private static final String UNKNOWN = "NetStream.Play.StreamNotFound";

    private final List<Feed> feeds = new ArrayList<>();

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @BeforeAll
    void publish() throws IOException {
        for (String name : List.of("staff", "hidden", "lobby")) {
            feeds.add(new Feed(rtmp.port(), name, keys.issue(name)));
        }
    }

    @AfterAll
    void close() throws IOException {
        for (Feed feed : feeds) {
            feed.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOBODY, Failed, Failed, StreamNotFound, Start",
        "GUEST, Failed, Failed, StreamNotFound, Start",
        "GUEST_OF_ANOTHER, Failed, Failed, StreamNotFound, Start",
        "GUEST_OF_STAFF, Start, StreamNotFound, Start, Start",
        "MEMBER, Start, StreamNotFound, Start, Start",
        "ADMIN_TOKEN, Start, StreamNotFound, Start, Start",
        "SERVICE_TOKEN, Start, StreamNotFound, Start, Start",
        "EXPIRED, Failed, Failed, Failed, Failed",
        "FORGED, Failed, Failed, Failed, Failed"
    })
    void each_plays_what_is_theirs(Asker who, String staff, String ghost, String hidden, String lobby)
            throws IOException {
        String token = who == Asker.NOBODY ? "" : "?token=" + who.token();

        assertThat(play("live", "staff" + token)).endsWith(staff);
        assertThat(play("live", "lab-ghost" + token)).endsWith(ghost);
        assertThat(play("live", "hidden" + token)).endsWith(hidden);
        assertThat(play("live", "lobby" + token)).endsWith(lobby);
    }

    @Test
    void a_token_counts_wherever_the_client_leaves_the_query() throws IOException {
        String token = "token=" + Asker.MEMBER.token();

        assertThat(play("live?" + token, "staff")).isEqualTo(PLAYS);
        assertThat(play("live?a=b&" + token, "staff?c=d")).isEqualTo(PLAYS);
        assertThat(play("live/staff?" + token, "")).isEqualTo(PLAYS);
        assertThat(play("live?token=" + Asker.GUEST.token(), "staff?" + token)).isEqualTo(PLAYS);
        assertThat(play("live", "staff?token=%73ecret")).isEqualTo(PLAYS);
        assertThat(play("live", "st%61ff?" + token)).isEqualTo(PLAYS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "staff", "st%61ff", "caf%C3%A9", "cafe%CC%81", "lab-", "staff?token=", "staff?Token=secret",
                "staff?access_token=secret", "staff?token=&token=secret", "staff?token=Secret", "staff?token=a.b.c",
                "staff?key=secret", "lobby?token=wrong"
            })
    void whatever_else_is_refused(String asked) throws IOException {
        assertThat(play("live", asked)).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STAFF", "staff@mpeg1", "staff%00", "../staff", "staff%3Ftoken=secret", "/staff"})
    void what_is_no_name_or_nobodys_is_not_found(String asked) throws IOException {
        assertThat(play("live", asked)).isEqualTo(UNKNOWN);
    }

    @Test
    void a_token_is_in_no_log(CapturedOutput output) throws IOException {
        for (Asker who : List.of(Asker.MEMBER, Asker.GUEST, Asker.EXPIRED, Asker.FORGED)) {
            play("live", "staff?token=" + who.token());
            play("live?token=" + who.token(), "staff%3Ftoken=" + who.token());
        }
        assertThat(output.getAll()).contains("RTMP").contains("has expired");
        for (Asker who : List.of(Asker.MEMBER, Asker.GUEST, Asker.EXPIRED, Asker.FORGED)) {
            assertThat(output.getAll()).doesNotContain(who.token().substring(0, 40));
        }
    }

    /** The last word on whether it plays. */
    private String play(String app, String stream) throws IOException {
        try (RtmpPlayer player = new RtmpPlayer(rtmp.port())) {
            player.play(app, stream).start();
            Awaitility.await().until(() -> player.closed || player.codes.contains(PLAYS));
            return player.codes.getLast();
        }
    }
}
