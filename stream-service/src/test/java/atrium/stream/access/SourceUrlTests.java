package atrium.stream.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUrlTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    rtsp://user:p%40ss@host:554/cam/realmonitor?channel=1&subtype=0 | rtsp://***@host:554/cam/realmonitor?channel=1&subtype=0
                    rtsp://admin@10.0.0.7/Streaming/Channels/101                    | rtsp://***@10.0.0.7/Streaming/Channels/101
                    RTSP://cam.example:554/h264                                     | rtsp://cam.example:554/h264
                    rtmp://live.example/app/name?key=abcdef&x=1                     | rtmp://live.example/app/name?key=***&x=1
                    https://h.example/a.m3u8?Access_Token=t0p&b=c&hdnts_sign=q      | https://h.example/a.m3u8?Access_Token=***&b=c&hdnts_sign=***
                    srt://h.example:9000?mode=caller&passphrase=longsecret12        | srt://h.example:9000?mode=caller&passphrase=***
                    srt://h.example:9000?streamid=#!::u=admin,r=x                   | srt://h.example:9000?streamid=***
                    http://[2001:db8::1]:8000/live.flv                              | http://[2001:db8::1]:8000/live.flv
                    udp://@239.1.1.1:5000                                           | udp://239.1.1.1:5000
                    udp://:5000                                                     | udp://0.0.0.0:5000
                    file:///srv/loop.mp4                                            | file:///srv/loop.mp4
                    """)
    void masked_hasNoCredentials(String written, String masked) throws Exception {
        SourceUrl url = SourceUrl.parse(written);

        assertThat(url.masked()).isEqualTo(masked.replace("file:///", "file:/"));
        assertThat(url).hasToString(url.masked());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    rtsp://user:p%40ss@host:554/cam?channel=1&subtype=0 | rtsp://user:p%40ss@host:554/cam?channel=1&subtype=0
                    rtsp://user:p@ss@host/cam                           | rtsp://user:p%40ss@host/cam
                    rtsp://user:100%@host/cam                           | rtsp://user:100%25@host/cam
                    rtsp://user:a:b@host/cam                            | rtsp://user:a:b@host/cam
                    rtsp://user:[x]@host/cam                            | rtsp://user:%5Bx%5D@host/cam
                    rtsp://usér:pw@host/cam                             | rtsp://us%C3%A9r:pw@host/cam
                    rtsp://good.example\\@evil.example/cam              | rtsp://good.example%5C@evil.example/cam
                    rtsp://@host/cam                                    | rtsp://host/cam
                    rtsp://host:/cam                                    | rtsp://host/cam
                    http://host/a@b/c                                   | http://host/a@b/c
                    http://host?a@b                                     | http://host?a@b
                    """)
    void reveal_isWrittenAnewFromItsParts(String written, String revealed) throws Exception {
        assertThat(SourceUrl.parse(written).reveal()).isEqualTo(revealed);
    }

    @Test
    void host_isWhatStandsAfterTheLastAtOfTheAuthority() throws Exception {
        assertThat(SourceUrl.parse("rtsp://a@allowed.example:1@evil.example:80/@x")
                        .host())
                .isEqualTo("evil.example");
        assertThat(SourceUrl.parse("http://allowed.example#@evil.example/").host())
                .isEqualTo("allowed.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-i",
                "-f lavfi",
                "/etc/passwd",
                "camera.example/x",
                "concat:/etc/passwd|/etc/hosts",
                "data:video/mp4;base64,AAAA",
                "gopher://host/x",
                "pipe:0",
                "subfile,,start,0,end,9,,:/etc/passwd",
                "tcp://host:1",
                "rtsp:host/x",
                "rtsp://",
                "rtsp:///x",
                "rtsp://-host/x",
                "rtsp://ho st/x",
                "rtsp://host\n/x",
                "rtsp://host/x y",
                "rtsp://host/x\u0000y",
                "rtsp://host/x\\y",
                "rtsp://host:0/x",
                "rtsp://host:65536/x",
                "rtsp://host:1:2/x",
                "rtsp://host:+80/x",
                "rtsp://[::1/x",
                "rtsp://[::1%25eth0]/x",
                "rtsp://[host]/x",
                "rtsp://::1/x",
                "rtsp://h%6fst/x",
                "rtsp://hóst/x",
                "rtsp://2130706433/x",
                "rtsp://0x7f000001/x",
                "rtsp://0x7f.1/x",
                "rtsp://0177.0.0.1/x",
                "rtsp://127.1/x",
                "rtsp://127.0.0.1./x",
                "rtsp://127.0.0.256/x",
                "rtsp://1.2.3.4.5/x",
                "rtsp://host.0x7f/x",
                "file:relative.mp4",
                "file://host/x",
                "file:"
            })
    void whatIsNotTheUrlOfASource_isRefused(String written) {
        assertThatThrownBy(() -> SourceUrl.parse(written)).isInstanceOf(SourceRefusedException.class);
    }

    @Test
    void aRefusal_doesNotRepeatThePassword() {
        for (String written : new String[] {
            "rtsp://user:hunter22@ho st/x",
            "gopher://user:hunter22@host/",
            "rtsp://user:hunter22@host:99999/",
            "x hunter22"
        }) {
            assertThatThrownBy(() -> SourceUrl.parse(written)).message().doesNotContain("hunter22");
        }
    }

    @Test
    void secrets_areTheCredentialsAsWrittenAndDecoded() throws Exception {
        assertThat(SourceUrl.parse("rtsp://user:p%40ss@host/x?token=a%2Fb").secrets())
                .containsExactlyInAnyOrder("user:p%40ss", "user:p@ss", "p%40ss", "p@ss", "a%2Fb", "a/b");
    }

    @ParameterizedTest
    @CsvSource({
        "udp://239.1.1.1:5000, true",
        "srt://0.0.0.0:9000?mode=listener, true",
        "srt://h.example:9000, false",
        "srt://h.example:9000?mode=caller, false",
        "srt://h.example:9000?mode=listener&mode=caller, false",
        "rtmp://h.example/a?mode=listener, false"
    })
    void listens_whenTheSourceComesToUs(String written, boolean listens) throws Exception {
        assertThat(SourceUrl.parse(written).listens()).isEqualTo(listens);
    }

    @Test
    void tooLong_isRefused() {
        assertThatThrownBy(() -> SourceUrl.parse("rtsp://host/" + "x".repeat(2048)))
                .isInstanceOf(SourceRefusedException.class);
    }
}
