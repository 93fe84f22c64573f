package atrium.files.storage.s3;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * What S3 holds of an unfinished blob.
 *
 * @param tag the tail object's entity tag
 * @param upload the multipart upload; null before the first part
 * @param numbers which of its numbers count
 * @param parts those that count, up to the first hole
 * @param partBytes their sizes together
 * @param highest the highest number that S3 has a part of, counting or not
 * @param tailStart where the tail object's bytes belong
 * @param tailLength how many they are
 */
record Unfinished(
        String tag,
        @Nullable String upload,
        PartNumbers numbers,
        List<Part> parts,
        long partBytes,
        int highest,
        long tailStart,
        long tailLength) {

    private static final String UPLOAD = "upload";
    private static final String START = "start";
    private static final String GIVEN_UP = "given-up";

    /** Before any part. */
    static Unfinished of(HeadObjectResponse tail) {
        Map<String, String> metadata = tail.metadata();
        return new Unfinished(
                tail.eTag(),
                metadata.get(UPLOAD),
                PartNumbers.parse(metadata.getOrDefault(GIVEN_UP, "")),
                List.of(),
                0,
                0,
                Long.parseLong(metadata.getOrDefault(START, "0")),
                tail.contentLength());
    }

    /** What {@link #of} reads from a tail object. */
    static Map<String, String> metadata(@Nullable String upload, PartNumbers numbers, long start) {
        if (upload == null) {
            return Map.of();
        }
        Map<String, String> metadata = new HashMap<>(Map.of(UPLOAD, upload, START, Long.toString(start)));
        if (!numbers.equals(PartNumbers.ALL)) {
            metadata.put(GIVEN_UP, numbers.toString());
        }
        return metadata;
    }

    /** With {@code all} parts that S3 has, in ascending order. */
    Unfinished with(Iterable<Part> all) {
        List<Part> counting = new ArrayList<>();
        long bytes = 0;
        int next = numbers.after(0);
        int last = 0;
        for (Part part : all) {
            last = part.partNumber();
            if (last == next) {
                counting.add(part);
                bytes += part.size();
                next = numbers.after(next);
            }
        }
        return new Unfinished(tag, upload, numbers, counting, bytes, last, tailStart, tailLength);
    }

    long offset() {
        return partBytes + tail();
    }

    /** The length of the tail; none if a part that was sent later has its bytes. */
    long tail() {
        return tailStart == partBytes ? tailLength : 0;
    }

    /** The number of the last part that counts; 0 if there is none. */
    int lastNumber() {
        return parts.isEmpty() ? 0 : parts.getLast().partNumber();
    }

    /** The numbers under which the next parts can be sent: without those of parts behind a hole. */
    PartNumbers numbersToGoOn() {
        int next = numbers.after(lastNumber());
        return highest < next ? numbers : numbers.without(next, highest);
    }
}
