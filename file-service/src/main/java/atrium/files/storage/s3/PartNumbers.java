package atrium.files.storage.s3;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which numbers of a multipart upload count: all but those in the given-up ranges, in ascending order.
 *
 * <p>Parts are sent side by side, so a crash can leave a part behind a hole. Its bytes were never told to anybody, and
 * S3 deletes no single part; so its number, and the hole's, are given up, and the upload goes on behind.
 */
record PartNumbers(List<Range> givenUp) {

    static final PartNumbers ALL = new PartNumbers(List.of());

    /** From {@code first} to {@code last}, both included. */
    record Range(int first, int last) {

        private static Range parse(String text) {
            int dash = text.indexOf('-');
            return new Range(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
        }

        @Override
        public String toString() {
            return first + "-" + last;
        }
    }

    PartNumbers {
        givenUp = List.copyOf(givenUp);
    }

    /** Reads what {@link #toString} wrote. */
    static PartNumbers parse(String text) {
        return text.isEmpty()
                ? ALL
                : new PartNumbers(
                        Arrays.stream(text.split(",")).map(Range::parse).toList());
    }

    /** The first number that counts after {@code number}. */
    int after(int number) {
        int next = number + 1;
        for (Range range : givenUp) {
            if (range.first() <= next && next <= range.last()) {
                next = range.last() + 1;
            }
        }
        return next;
    }

    /** Gives up numbers behind all that have been. */
    PartNumbers without(int first, int last) {
        List<Range> ranges = new ArrayList<>(givenUp);
        ranges.add(new Range(first, last));
        return new PartNumbers(ranges);
    }

    @Override
    public String toString() {
        return givenUp.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
