package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTests {

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
        assertThat(ByteRange.parse(header, 10)).isEqualTo(new ByteRange.Part(first, last));
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
                "bytes=x",
                "bytes=1-2x",
                "bytes=--1",
                "bytes=99999999999999999999999-",
                "bytes=1-2-3"
            })
    void nothing_that_ten_bytes_have(String header) {
        assertThat(ByteRange.parse(header, 10)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines=1-2", "bytes 1-2", "bytes=0-1,4-5", ""})
    void another_unit_or_several_ranges_are_the_whole(String header) {
        assertThat(ByteRange.parse(header, 10)).isEqualTo(new ByteRange.Whole());
    }

    @Test
    void no_header_is_the_whole_and_an_empty_file_has_no_range() {
        assertThat(ByteRange.parse(null, 10)).isEqualTo(new ByteRange.Whole());
        assertThat(ByteRange.parse("bytes=0-0", 0)).isEqualTo(new ByteRange.Unsatisfiable());
        assertThat(ByteRange.parse("bytes=-1", 0)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    static void check(FuzzedDataProvider data) {
        long size = data.consumeLong(0, Long.MAX_VALUE);
        String header = data.consumeBoolean() ? "bytes=" + data.consumeRemainingAsString() : data.consumeString(64);
        if (ByteRange.parse(header, size) instanceof ByteRange.Part part) {
            assertThat(part.first()).isBetween(0L, part.last());
            assertThat(part.last()).isLessThan(size);
            assertThat(part.length()).isPositive();
        }
    }
}
