package atrium.files.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartNumbersTests {

    @Test
    void all_numbers_count_at_first() {
        assertThat(PartNumbers.ALL.after(0)).isEqualTo(1);
        assertThat(PartNumbers.ALL.after(41)).isEqualTo(42);
        assertThat(PartNumbers.ALL).hasToString("");
    }

    @Test
    void given_up_numbers_are_left_out() {
        PartNumbers numbers = PartNumbers.ALL.without(3, 5).without(6, 6).without(9, 10);

        assertThat(numbers.after(1)).isEqualTo(2);
        assertThat(numbers.after(2)).isEqualTo(7);
        assertThat(numbers.after(4)).isEqualTo(7);
        assertThat(numbers.after(8)).isEqualTo(11);
    }

    @Test
    void what_is_written_is_read_again() {
        PartNumbers numbers = PartNumbers.ALL.without(3, 5).without(20, 37);

        assertThat(numbers).hasToString("3-5,20-37");
        assertThat(PartNumbers.parse("3-5,20-37")).isEqualTo(numbers);
        assertThat(PartNumbers.parse("")).isEqualTo(PartNumbers.ALL);
    }
}
