package atrium.stream.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.access.SourceUrl;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceArgumentsTests {

    private static final SourceOptions COPYING = SourceOptions.copying(Duration.ofSeconds(10));

    @Test
    void anRtspCamera_isReadOverTcpWithAShortLook() throws Exception {
        assertThat(arguments("rtsp://user:pw@10.0.0.7:554/cam", COPYING))
                .containsExactly(("-nostdin -hide_banner -nostats -loglevel level+warning -protocol_whitelist tcp"
                                + " -analyzeduration 100000 -probesize 32768 -rtsp_transport tcp"
                                + " -timeout 10000000 -allowed_media_types video+audio"
                                + " -i rtsp://user:pw@10.0.0.7:554/cam -map 0:v:0? -map 0:a:0? -c copy"
                                + " -max_interleave_delta 500000 -flush_packets 1"
                                + " -flvflags no_duration_filesize -f flv pipe:1")
                        .split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rtsp://h/x         | tcp
                    rtsps://h/x        | tls,tcp
                    rtmp://h/a/x       | rtmp,tcp
                    rtmps://h/a/x      | rtmps,tls,tcp
                    http://h/x.m3u8    | http,tcp,crypto
                    https://h/x.m3u8   | https,tls,tcp,crypto
                    srt://h:9000       | srt
                    udp://239.1.1.1:50 | udp
                    file:///srv/a.mp4  | file
                    """)
    void onlyTheProtocolsThatASchemeNeeds_mayBeOpened(String url, String protocols) throws Exception {
        List<String> arguments = arguments(url, COPYING);

        assertThat(valueOf("-protocol_whitelist", arguments)).isEqualTo(protocols);
        assertThat(arguments.indexOf("-protocol_whitelist")).isLessThan(arguments.indexOf("-i"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rtsp://h/x         | -timeout
                    rtmp://h/a/x       | -rw_timeout
                    http://h/x.flv     | -rw_timeout
                    srt://h:9000       | -timeout
                    udp://239.1.1.1:50 | -timeout
                    """)
    void everySourceOnTheNetwork_timesOut(String url, String option) throws Exception {
        assertThat(valueOf(option, arguments(url, COPYING))).isEqualTo("10000000");
    }

    @Test
    void rtmpIsNeverTold_timeout_whichWouldMakeItListen() throws Exception {
        assertThat(arguments("rtmp://h/a/x", COPYING)).doesNotContain("-timeout");
    }

    @Test
    void aFile_isReadAtItsPaceAgainAndAgain() throws Exception {
        assertThat(arguments("file:///srv/a b.mp4", COPYING))
                .containsSubsequence("-re", "-stream_loop", "-1", "-i", "file:/srv/a b.mp4");
    }

    @Test
    void udpTransport_andAac_areOptions() throws Exception {
        List<String> arguments =
                arguments("rtsp://h/x", new SourceOptions(RtspTransport.UDP, true, Duration.ofSeconds(1)));

        assertThat(valueOf("-rtsp_transport", arguments)).isEqualTo("udp");
        assertThat(valueOf("-protocol_whitelist", arguments)).isEqualTo("tcp,udp,rtp");
        assertThat(valueOf("-c:v", arguments)).isEqualTo("copy");
        assertThat(valueOf("-c:a", arguments)).isEqualTo("aac");
        assertThat(arguments).doesNotContain("-c");
    }

    @Test
    void theUrl_isOneArgumentWhateverItHolds() throws Exception {
        String url = "http://h/x;-f;lavfi?a=$(id)&b='-y'";

        assertThat(arguments(url, COPYING)).containsSubsequence("-i", url).doesNotContain("-y", "lavfi");
    }

    private static List<String> arguments(String url, SourceOptions options) throws Exception {
        return SourceArguments.toFlv(SourceUrl.parse(url), options).arguments();
    }

    private static String valueOf(String option, List<String> arguments) {
        return arguments.get(arguments.indexOf(option) + 1);
    }
}
