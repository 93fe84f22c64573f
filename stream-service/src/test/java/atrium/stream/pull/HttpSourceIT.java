package atrium.stream.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP-FLV and HLS as ffmpeg asks for them: everything by the proxy, nothing past the policy. */
@Timeout(90)
class HttpSourceIT {

    private static final String HEAD = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n";

    @TempDir
    private Path directory;

    private Pulls pulls;
    private Origin origin;
    /** Listens on the same machine, and is asked nothing if the policy holds. */
    private Origin other;

    @BeforeEach
    void setUp() throws Exception {
        pulls = new Pulls(directory);
        origin = new Origin();
        other = new Origin();
        pulls.name("origin.test", "127.0.0.1");
        pulls.name("other.test", "127.0.0.1");
        pulls.name("metadata.test", "169.254.169.254");
    }

    @AfterEach
    void tearDown() {
        pulls.close();
        origin.close();
        other.close();
    }

    @Test
    void flv_isPulled() throws Exception {
        pulls.film(8, "-c:a aac " + directory.resolve("film.flv"));
        origin.streams("/live.flv", directory.resolve("film.flv"));

        pulls.pull("s", at("live.flv"));

        assertThat(pulls.awaitLive("s").tracks().audio()).isNotNull();
        assertThat(origin.asked).contains("origin.test:" + origin.port() + "/live.flv");
    }

    @Test
    void nestedPlaylistsOfOtherAllowedHosts_arePulled() throws Exception {
        segments();
        origin.playlist("/master.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=500000\n" + atOther("media.m3u8") + "\n");
        other.playlist("/media.m3u8", media(atOther("0.ts"), "1.ts").replace("#EXT-X-ENDLIST\n", ""));

        pulls.pull("s", at("master.m3u8"));

        pulls.awaitLive("s");
        assertThat(other.asked).contains("other.test:" + other.port() + "/0.ts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://metadata.test/latest/media.m3u8",
                "http://169.254.169.254/latest/media.m3u8",
                "https://metadata.test/latest/media.m3u8"
            })
    void aNestedPlaylistOnADisallowedHost_isRefusedWithTheReason(String nested) throws Exception {
        origin.playlist("/master.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=500000\n" + nested + "\n");

        pulls.pull("s", at("master.m3u8"));

        assertThat(pulls.awaitReason("s")).contains("169.254.169.254 is link-local");
    }

    @Test
    void aSegmentOnADisallowedHost_endsThePull() throws Exception {
        segments();
        origin.playlist("/media.m3u8", media(atOther("0.ts"), "http://metadata.test/1.ts"));

        pulls.pull("s", at("media.m3u8"));

        assertThat(pulls.awaitReason("s")).contains("is link-local");
    }

    @Test
    void aKeyOnADisallowedHost_isRefused() throws Exception {
        segments();
        origin.playlist(
                "/media.m3u8",
                HEAD + "#EXT-X-KEY:METHOD=AES-128,URI=\"http://metadata.test/k.key\"\n#EXTINF:2,\n" + atOther("0.ts")
                        + "\n#EXT-X-ENDLIST\n");

        pulls.pull("s", at("media.m3u8"));

        assertThat(pulls.awaitReason("s")).contains("is link-local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://metadata.test/x.flv", "http://169.254.169.254/", "https://metadata.test/"})
    void aRedirectToADisallowedAddress_isRefused(String location) throws Exception {
        origin.redirects("/live.flv", location);

        pulls.pull("s", at("live.flv"));

        assertThat(pulls.awaitReason("s")).contains("169.254.169.254 is link-local");
    }

    @Test
    void aRedirectToAnAllowedOne_isFollowed() throws Exception {
        pulls.film(8, "-c:a aac " + directory.resolve("film.flv"));
        other.streams("/live.flv", directory.resolve("film.flv"));
        origin.redirects("/live.flv", atOther("live.flv"));

        pulls.pull("s", at("live.flv"));

        pulls.awaitLive("s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "concat:/etc/passwd",
                "tcp://127.0.0.1:%d/x.ts",
                "httpproxy://127.0.0.1:%d/x.ts"
            })
    void aPlaylistThatNamesAnotherProtocol_isRefusedAndNothingIsAsked(String url) throws Exception {
        origin.playlist("/media.m3u8", media(url.formatted(other.port())));

        pulls.pull("s", at("media.m3u8"));

        assertThat(pulls.awaitReason("s")).containsAnyOf("protocol or format that is not allowed", "is not media");
        assertThat(other.asked).isEmpty();
    }

    @Test
    void aNameThatChangesItsAddress_isCheckedWhereItIsConnectedTo() throws Exception {
        pulls.name("rebinding.test", "127.0.0.1", "169.254.169.254");

        pulls.pull("s", "http://rebinding.test:" + origin.port() + "/live.flv");

        assertThat(pulls.awaitReason("s")).contains("169.254.169.254 is link-local");
        assertThat(origin.asked).isEmpty();
    }

    @Test
    void whereNothingListens_theReasonSaysSo() throws Exception {
        int port = other.port();
        other.close();

        pulls.pull("s", "http://origin.test:" + port + "/live.flv");

        assertThat(pulls.awaitReason("s")).startsWith("connection refused");
    }

    /** An HTTPS source, and from a plain one by redirect and by playlist: the TLS is the service's. */
    @ParameterizedTest
    @ValueSource(strings = {"source", "redirect", "playlist"})
    void https_isPulledWhereverItIsNamed(String by) throws Exception {
        segments();
        try (Origin tls = Origin.ofTls(directory)) {
            String secure = "https://origin.test:" + tls.port() + "/media.m3u8";
            tls.playlist("/media.m3u8", media("0.ts", "1.ts").replace("#EXT-X-ENDLIST\n", ""));
            tls.has("/0.ts", directory.resolve("0.ts"));
            tls.has("/1.ts", directory.resolve("1.ts"));
            origin.redirects("/redirect.m3u8", secure);
            origin.playlist("/playlist.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=500000\n" + secure + "\n");

            pulls.pull("s", by.equals("source") ? secure : at(by + ".m3u8"));

            pulls.awaitLive("s");
            assertThat(tls.asked).contains("origin.test:" + tls.port() + "/1.ts");
        }
    }

    @Test
    void aCertificateThatNobodyKnows_isTheReason() throws Exception {
        pulls.verifyCertificates();
        try (Origin tls = Origin.ofTls(directory)) {
            pulls.pull("s", "https://origin.test:" + tls.port() + "/media.m3u8");

            assertThat(pulls.awaitReason("s"))
                    .startsWith("no TLS with the source")
                    .contains("verify-certificates");
            assertThat(tls.asked).isEmpty();
        }
    }

    private void segments() throws Exception {
        for (int i = 0; i < 2; i++) {
            pulls.film(2, "-c:a aac -output_ts_offset " + 2 * i + " -f mpegts " + directory.resolve(i + ".ts"));
            other.has("/" + i + ".ts", directory.resolve(i + ".ts"));
        }
    }

    private static String media(String... segments) {
        return HEAD + "#EXTINF:2,\n" + String.join("\n#EXTINF:2,\n", segments) + "\n#EXT-X-ENDLIST\n";
    }

    private String at(String path) {
        return "http://origin.test:" + origin.port() + "/" + path;
    }

    private String atOther(String path) {
        return "http://other.test:" + other.port() + "/" + path;
    }
}
