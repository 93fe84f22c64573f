package atrium.files.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;

class UnfinishedTests {

    @Test
    void without_a_part_the_tail_is_all() {
        assertThat(tail(7, 0, PartNumbers.ALL).with(List.of()).offset()).isEqualTo(7);
    }

    @Test
    void a_tail_counts_where_the_parts_end() {
        assertThat(tail(7, 20, PartNumbers.ALL).with(parts(1, 2)).offset()).isEqualTo(27);
    }

    @Test
    void a_tail_that_begins_earlier_or_later_does_not_count() {
        assertThat(tail(7, 10, PartNumbers.ALL).with(parts(1, 2)).offset()).isEqualTo(20);
        assertThat(tail(7, 30, PartNumbers.ALL).with(parts(1, 2)).offset()).isEqualTo(20);
    }

    @Test
    void parts_count_up_to_the_first_hole() {
        Unfinished found = tail(0, 0, PartNumbers.ALL).with(parts(1, 2, 4, 5));

        assertThat(found.offset()).isEqualTo(20);
        assertThat(found.lastNumber()).isEqualTo(2);
        assertThat(found.numbersToGoOn().after(2)).isEqualTo(6);
    }

    @Test
    void without_the_first_part_none_counts() {
        Unfinished found = tail(3, 0, PartNumbers.ALL).with(parts(2, 3));

        assertThat(found.offset()).isEqualTo(3);
        assertThat(found.numbersToGoOn().after(found.lastNumber())).isEqualTo(4);
    }

    @Test
    void given_up_numbers_are_no_hole() {
        Unfinished found = tail(0, 0, PartNumbers.ALL.without(3, 5)).with(parts(1, 2, 4, 5, 6, 7));

        assertThat(found.offset()).isEqualTo(40);
        assertThat(found.parts()).extracting(Part::partNumber).containsExactly(1, 2, 6, 7);
        assertThat(found.numbersToGoOn()).isEqualTo(PartNumbers.ALL.without(3, 5));
    }

    private static Unfinished tail(long length, long start, PartNumbers numbers) {
        return Unfinished.of(HeadObjectResponse.builder()
                .eTag("tag")
                .contentLength(length)
                .metadata(Unfinished.metadata("upload", numbers, start))
                .build());
    }

    private static List<Part> parts(int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(number -> Part.builder()
                        .partNumber(number)
                        .size(10L)
                        .eTag("t" + number)
                        .build())
                .toList();
    }
}
