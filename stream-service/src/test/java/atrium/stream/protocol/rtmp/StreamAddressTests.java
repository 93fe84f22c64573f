package atrium.stream.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.codec.amf0.AmfValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where clients leave the pieces of a URL. */
class StreamAddressTests {

    @ParameterizedTest
    @CsvSource({
        // app, tcUrl, stream, name, key
        "live, rtmp://h/live, cam?key=K, cam, K",
        "live/, rtmp://h/live/, cam?key=K, cam, K",
        "live, rtmp://h/live, cam?a=b&key=K&c=d, cam, K",
        "live, rtmp://h/live, cam?key=a%2Bb+c, cam, a+b+c",
        "live, rtmp://h/live, cam?key=100%, cam, 100%",
        "live, rtmp://h/live, %E9%97%A8?key=K, 门, K",
        "live?key=K, rtmp://h/live?key=K, cam, cam, K",
        "live?key=old, rtmp://h/live, cam?key=K, cam, K",
        "live, rtmp://h/live?key=K, cam, cam, K",
        "live/cam, rtmp://h/live/cam, K, cam, K",
        "live/cam/, rtmp://h/live/cam/, K, cam, K",
        "live/cam?key=K, rtmp://h/live/cam?key=K, '', cam, K",
        "live, rtmp://h/live, cam, cam, ''",
        "live, '', '', '', ''"
    })
    void pieces_thenNameAndKey(String app, String tcUrl, String stream, String name, String key) {
        assertThat(StreamAddress.of(app(app, tcUrl), stream)).isEqualTo(new StreamAddress(name, key, ""));
    }

    @ParameterizedTest
    @CsvSource({
        // app, tcUrl, stream, name, key, token
        "live, rtmp://h/live, cam?token=T, cam, '', T",
        "live, rtmp://h/live, cam?key=K&token=T, cam, K, T",
        "live, rtmp://h/live, cam?token=T&key=K, cam, K, T",
        "live, rtmp://h/live, cam?token=a%2Bb+c, cam, '', a+b+c",
        "live?token=T, rtmp://h/live?token=T, cam, cam, '', T",
        "live?token=old, rtmp://h/live, cam?token=T, cam, '', T",
        "live, rtmp://h/live?token=T, cam, cam, '', T",
        "live, rtmp://h/live?token=T, cam?key=K, cam, K, T",
        "live/cam?token=T, rtmp://h/live/cam?token=T, '', cam, '', T",
        "live/cam, rtmp://h/live/cam, K, cam, K, ''",
        "live, rtmp://h/live, cam?tokens=T, cam, '', ''",
        "live, rtmp://h/live, cam?token=, cam, '', ''"
    })
    void pieces_thenToken(String app, String tcUrl, String stream, String name, String key, String token) {
        assertThat(StreamAddress.of(app(app, tcUrl), stream)).isEqualTo(new StreamAddress(name, key, token));
    }

    @ParameterizedTest
    @CsvSource({"live, live", "live?key=K, live", "live/cam, live", "vod, vod", "/live, ''"})
    void app_thenItsFirstPart(String app, String name) {
        assertThat(app(app, "").name()).isEqualTo(name);
    }

    @Test
    void asText_thenWithoutTheKeyAndTheToken() {
        RtmpApp app = app("live/cam?key=secret&token=secret", "rtmp://h/live?key=secret");
        assertThat(List.of(app, StreamAddress.of(app, "secret"), UrlPart.of("cam?key=secret&token=secret")))
                .allSatisfy(named -> assertThat(named.toString()).doesNotContain("secret"));
    }

    private static RtmpApp app(String app, String tcUrl) {
        Map<String, AmfValue> members = Map.of("app", AmfValue.of(app), "tcUrl", AmfValue.of(tcUrl));
        return RtmpApp.of(new RtmpCommand("connect", 1, new AmfValue.Obj(members), List.of()));
    }
}
