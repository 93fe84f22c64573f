package atrium.stream.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines are what ffmpeg 8.0.1 wrote. */
class ExitReasonTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    8   | UNAUTHORIZED     | [rtsp @ 0x1] [error] method DESCRIBE failed: 401Unauthorized; [fatal] Error opening input files: Server returned 401 Unauthorized (authorization failed)
                    8   | FORBIDDEN        | [fatal] Error opening input files: Server returned 403 Forbidden (access denied)
                    8   | NOT_FOUND        | [http @ 0x1] [warning] HTTP error 404 Not Found; [fatal] Error opening input files: Server returned 404 Not Found
                    8   | SERVER_ERROR     | [http @ 0x1] [warning] HTTP error 503 Service Unavailable; [fatal] Error opening input files: Server returned 5XX Server Error reply
                    251 | NO_SUCH_HOST     | [tcp @ 0x1] [error] Failed to resolve hostname nosuch.invalid: Name or service not known; [fatal] Error opening input files: Input/output error
                    145 | REFUSED          | [tcp @ 0x1] [error] Connection to tcp://127.0.0.1:1?timeout=1 failed: Connection refused; [fatal] Error opening input files: Connection refused
                    143 | UNREACHABLE      | [fatal] Error opening input files: No route to host
                    183 | TIMED_OUT        | [rtsp @ 0x1] [warning] Failed reading RTSP data: Connection timed out; [fatal] Error opening input files: Invalid data found when processing input
                    146 | TIMED_OUT        | [rtmp @ 0x1] [error] Cannot read RTMP handshake response; [fatal] Error opening input files: Connection timed out
                    183 | BLOCKED          | [hls @ 0x1] [error] URL file:///etc/passwd is not in allowed_segment_extensions, consider; [fatal] Error opening input files: Invalid data found when processing input
                    234 | BLOCKED          | [concat @ 0x1] [error] Format not on whitelist 'flv,hls'; [fatal] Error opening input files: Invalid argument
                    234 | BLOCKED          | [http @ 0x1] [error] Protocol 'file' not on whitelist 'http,tcp'!; [fatal] Error opening input files: Invalid argument
                    218 | NOTHING_TO_CARRY | [flv @ 0x1] [error] Video codec vp8 not compatible with flv; [out#0/flv @ 0x1] [error] Could not write header (incorrect codec parameters ?): Function not implemented
                    218 | AUDIO_NOT_CARRIED | [flv @ 0x1] [error] FLV does not support sample rate 48000, choose from (44100, 22050, 11025); [flv @ 0x1] [error] Audio codec pcm_s16le not compatible with flv; [out#0/flv @ 0x1] [error] Could not write header (incorrect codec parameters ?): Function not implemented
                    183 | AUDIO_NOT_CARRIED | [flv @ 0x1] [error] Tag [3][0][0][0] incompatible with output codec id '86016' ([0][0][0][0]); [out#0/flv @ 0x1] [error] Could not write header (incorrect codec parameters ?): Invalid data found when processing input
                    183 | NOTHING_TO_CARRY | [flv @ 0x1] [error] Tag [7][0][0][0] incompatible with output codec id '139' ([0][0][0][0]); [out#0/flv @ 0x1] [error] Could not write header (incorrect codec parameters ?): Invalid data found when processing input
                    157 | PORT_TAKEN       | [udp @ 0x1] [error] bind failed: Address already in use; [fatal] Error opening input files: Address already in use
                    183 | INVALID          | [fatal] Error opening input files: Invalid data found when processing input
                    254 | NO_SUCH_FILE     | [fatal] Error opening input files: No such file or directory
                    0   | BROKEN           | [in#0/flv @ 0x1] [error] Error during demuxing: Input/output error
                    0   | ENDED            |
                    0   | ENDED            | [flv @ 0x1] [warning] Timestamps are unset in a packet
                    137 | KILLED           | [http @ 0x1] [warning] timed out
                    139 | KILLED           |
                    1   | FAILED           | [error] Unrecognized option 'x'.
                    8   | FAILED           | [error] Error opening input file rtsp://host/404/401/timed-out.
                    """)
    void lastWords_areExplained(int code, ExitReason reason, String lines) {
        assertThat(ExitReason.explain(code, false, split(lines)).reason()).isEqualTo(reason);
    }

    @Test
    void whoeverAskedForIt_isToldSo() {
        FfmpegExit exit = ExitReason.explain(255, true, List.of("[fatal] Connection refused"));

        assertThat(exit.reason()).isEqualTo(ExitReason.STOPPED);
        assertThat(exit.detail()).isEqualTo("stopped");
    }

    @Test
    void aDetail_saysWhatToDoOrWhatWasSaid() {
        assertThat(ExitReason.explain(8, false, List.of("Server returned 401 Unauthorized"))
                        .detail())
                .isEqualTo("401 Unauthorized: wrong user or password");
        assertThat(ExitReason.explain(1, false, List.of("Unrecognized option")).detail())
                .isEqualTo("ffmpeg failed: Unrecognized option");
        assertThat(ExitReason.explain(1, false, List.of()).detail()).isEqualTo("ffmpeg failed: code 1");
        assertThat(ExitReason.explain(137, false, List.of()).detail()).isEqualTo("ffmpeg was killed by signal 9");
    }

    @Test
    void troublesThatWereOvercome_areNotTheReason() {
        List<String> lines = new ArrayList<>(List.of("[http @ 0x1] [error] Connection timed out"));
        lines.addAll(Collections.nCopies(8, "[flv @ 0x1] [warning] something else"));

        assertThat(ExitReason.explain(0, false, lines).reason()).isEqualTo(ExitReason.ENDED);
    }

    private static List<String> split(String lines) {
        return lines == null ? List.of() : List.of(lines.split("; "));
    }
}
