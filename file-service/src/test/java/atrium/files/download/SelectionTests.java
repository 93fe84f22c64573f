package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.download.Selection.Nothing;
import atrium.files.download.Selection.Parts;
import atrium.files.download.Selection.Whole;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTests {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,0",
        "bytes=0-9,0,9",
        "bytes=2-,2,9",
        "bytes=-3,7,9",
        "bytes=-99,0,9",
        "bytes=5-99,5,9",
        "bytes= 1-2 ,1,2",
        "BYTES=1-2,1,2",
        "bytes=0-99999999999999999999999,0,9",
        "bytes=0000000000000000000000001-2,1,2"
    })
    void of_ten_bytes(String header, long first, long last) {
        assertThat(Selection.parse(header, 10)).isEqualTo(new Parts(List.of(new ByteRange(first, last))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=10-",
                "bytes=10-11",
                "bytes=5-2",
                "bytes=-0",
                "bytes=-",
                "bytes=",
                "bytes=,",
                "bytes=x",
                "bytes=1-2x",
                "bytes=--1",
                "bytes=99999999999999999999999-",
                "bytes=1-2-3",
                "bytes=0-1,x",
                "bytes=0-1,5-2",
                "bytes=10-11,12-13"
            })
    void nothing_that_ten_bytes_have(String header) {
        assertThat(Selection.parse(header, 10)).isEqualTo(new Nothing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines=1-2", "bytes 1-2", ""})
    void another_unit_is_the_whole(String header) {
        assertThat(Selection.parse(header, 10)).isEqualTo(new Whole());
    }

    @Test
    void no_header_is_the_whole_and_an_empty_file_has_no_range() {
        assertThat(Selection.parse(null, 10)).isEqualTo(new Whole());
        assertThat(Selection.parse("bytes=0-0", 0)).isEqualTo(new Nothing());
        assertThat(Selection.parse("bytes=-1", 0)).isEqualTo(new Nothing());
    }

    @ParameterizedTest
    @CsvSource({
        // apart, in any order, which is kept
        "'0-0,500-599', '0-0 500-599'",
        "'500-599,0-0', '500-599 0-0'",
        "'-1,0-0', '999-999 0-0'",
        // what the file does not have is left out
        "'0-0,5000-', '0-0'",
        "',0-0, ,500-599,', '0-0 500-599'",
        // overlapping, touching, or closer than a part's header is long
        "'0-10,5-20', '0-20'",
        "'0-10,11-20', '0-20'",
        "'0-0,100-200', '0-200'",
        "'0-0,129-200', '0-0 129-200'",
        "'0-0,0-0,0-0', '0-0'",
        // in the place of the first of them
        "'0-0,500-600,900-999,590-700', '0-0 500-700 900-999'",
        "'500-510,0-0,300-310,200-700', '200-700 0-0'",
        "'0-,0-,0-', '0-999'"
    })
    void several_of_a_thousand_bytes(String set, String expected) {
        Parts parts = (Parts) Selection.parse("bytes=" + set, 1000);

        assertThat(parts.ranges().stream().map(range -> range.first() + "-" + range.last()))
                .containsExactly(expected.split(" "));
    }

    @Test
    void up_to_sixteen_are_answered_and_more_are_ignored() {
        assertThat(Selection.parse(farApart(16), 1_000_000))
                .isInstanceOfSatisfying(
                        Parts.class, parts -> assertThat(parts.ranges()).hasSize(16));
        assertThat(Selection.parse(farApart(17), 1_000_000)).isEqualTo(new Whole());
        assertThat(Selection.parse("bytes=" + "0-,".repeat(100_000), 1_000_000)).isEqualTo(new Whole());
    }

    private static String farApart(int ranges) {
        return IntStream.range(0, ranges)
                .mapToObj(i -> 1000 * i + "-" + (1000 * i + 9))
                .collect(Collectors.joining(",", "bytes=", ""));
    }

    static void check(FuzzedDataProvider data) {
        long size = data.consumeLong(0, Long.MAX_VALUE);
        String header = data.consumeBoolean() ? "bytes=" + data.consumeRemainingAsString() : data.consumeString(64);
        if (Selection.parse(header, size) instanceof Parts parts) {
            List<ByteRange> ranges = parts.ranges();
            assertThat(ranges).hasSizeBetween(1, Selection.MOST);
            for (ByteRange range : ranges) {
                assertThat(range.first()).isBetween(0L, range.last());
                assertThat(range.last()).isLessThan(size);
                assertThat(range.length()).isPositive();
                assertThat(ranges.stream().filter(other -> other.meets(range, 0)))
                        .hasSize(1);
            }
        }
    }
}
