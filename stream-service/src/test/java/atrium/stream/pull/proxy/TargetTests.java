package atrium.stream.pull.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.access.SourceRefusedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    http://h.example/a?b=c             | http://h.example         | /a?b=c
                    http://h.example:8080              | http://h.example:8080    | /
                    http://h.example?x                 | http://h.example         | /?x
                    http://h.example/a#b               | http://h.example         | /a
                    http://atrium-tls.h.example/a      | https://h.example        | /a
                    http://atrium-tls.10.0.0.7:8443/a  | https://10.0.0.7:8443    | /a
                    http://atrium-tls6.2001-db8--1/a   | https://[2001:db8::1]    | /a
                    http://atrium-tls6.--1:8443/a      | https://[::1]:8443       | /a
                    """)
    void parse_findsWhereToConnect(String uri, String url, String path) throws Exception {
        Target target = Target.parse(uri);

        assertThat(target.url()).hasToString(url);
        assertThat(target.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://h.example/",
                "httpproxy://h.example/",
                "/relative",
                "*",
                "http://",
                "http://user@h.example/",
                "http://2130706433/",
                "http://0x7f.1/",
                "http://h.example:0/",
                "http://atrium-tls.2130706433/",
                "http://atrium-tls6.zz/"
            })
    void parse_refusesTheRest(String uri) {
        assertThatThrownBy(() -> Target.parse(uri)).isInstanceOf(SourceRefusedException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    https://h.example/a.ts                       | http://atrium-tls.h.example/a.ts
                    https://u:p@h.example:8443/a.ts              | http://u:p@atrium-tls.h.example:8443/a.ts
                    https://[2001:db8::1]:8443/a.ts              | http://atrium-tls6.2001-db8--1:8443/a.ts
                    #EXT-X-KEY:METHOD=AES-128,URI="HTTPS://h/k"  | #EXT-X-KEY:METHOD=AES-128,URI="http://atrium-tls.h/k"
                    http://h/a                                   | http://h/a
                    relative.ts                                  | relative.ts
                    """)
    void rename_givesHttpsItsOtherName(String line, String renamed) {
        assertThat(PlaylistNames.rename(line)).isEqualTo(renamed);
    }
}
