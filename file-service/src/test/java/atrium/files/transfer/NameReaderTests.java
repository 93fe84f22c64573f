package atrium.files.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameReaderTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(5);

    @Test
    void a_name_by_itself_ends_at_the_pause() throws Exception {
        NameReader.Opening opening = read("a.txt");

        assertThat(opening.name()).isEqualTo("a.txt");
        assertThat(opening.rest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void a_newline_ends_the_name_and_the_rest_is_the_files(int piece) throws Exception {
        List<Duration> waits = new ArrayList<>();
        TimedInput pieces = pieces("a.txt\r\nb\nc".getBytes(StandardCharsets.UTF_8), piece);

        NameReader.Opening opening = new NameReader((into, offset, patience) -> {
                    waits.add(patience);
                    return pieces.read(into, offset, patience);
                })
                .read(TIMEOUT, PAUSE);

        assertThat(opening.name()).isEqualTo("a.txt");
        assertThat("b\nc").startsWith(new String(opening.rest(), StandardCharsets.UTF_8));
        assertThat(waits.removeFirst()).isEqualTo(TIMEOUT);
        assertThat(waits).isEqualTo(Collections.nCopies((6 + piece) / piece - 1, PAUSE));
    }

    @Test
    void a_name_that_comes_byte_by_byte_is_one_name() throws Exception {
        byte[] name = "报告.pdf".getBytes(StandardCharsets.UTF_8);

        assertThat(new NameReader(pieces(name, 1)).read(TIMEOUT, PAUSE).name()).isEqualTo("报告.pdf");
    }

    @Test
    void nothing_is_no_name() {
        assertThatThrownBy(() -> new NameReader((into, offset, patience) -> 0).read(TIMEOUT, PAUSE))
                .hasMessage("no name came (expected: within 10 s)");
        assertThatThrownBy(() -> new NameReader((into, offset, patience) -> -1).read(TIMEOUT, PAUSE))
                .hasMessageContaining("no name came");
        assertThatThrownBy(() -> read("\n")).hasMessage("the name is empty");
        assertThatThrownBy(() -> read("\r\n")).hasMessage("the name is empty");
        assertThatThrownBy(() -> read("\nx")).hasMessage("the name is empty");
    }

    @ParameterizedTest
    @CsvSource({"255,true", "256,false", "5000,false"})
    void is_read_no_further_than_it_may_go(int length, boolean taken) throws Exception {
        for (String end : List.of("", "\n", "\r\n", "\nxyz")) {
            if (taken) {
                assertThat(read("a".repeat(length) + end).name()).hasSize(length);
            } else {
                assertThatThrownBy(() -> read("a".repeat(length) + end)).hasMessageContaining("more than 255 bytes");
            }
        }
    }

    @Test
    void an_endless_name_is_refused_after_a_few_bytes() {
        int[] given = new int[1];
        TimedInput endless = (into, offset, patience) -> {
            given[0]++;
            into[offset] = 'a';
            return 1;
        };

        assertThatThrownBy(() -> new NameReader(endless).read(TIMEOUT, PAUSE)).hasMessageContaining("255 bytes");
        assertThat(given[0]).isEqualTo(258);
    }

    private static NameReader.Opening read(String sent) throws IOException {
        return new NameReader(pieces(sent.getBytes(StandardCharsets.UTF_8), 4096)).read(TIMEOUT, PAUSE);
    }

    /** {@code sent}, in pieces of a size, and then a pause. */
    static TimedInput pieces(byte[] sent, int size) {
        int[] given = new int[1];
        return (into, offset, patience) -> {
            int length = Math.min(Math.min(size, into.length - offset), sent.length - given[0]);
            System.arraycopy(sent, given[0], into, offset, length);
            given[0] += length;
            return length;
        };
    }
}
