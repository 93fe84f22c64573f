package atrium.files.download;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** A moment as headers give it (RFC 9110, section 5.6.7): whole seconds, read in the two obsolete forms, too. */
final class HttpDate {

    private HttpDate() {}

    static String format(Instant moment) {
        return DateFormatter.format(Date.from(moment));
    }

    /** Nothing for what is no date; a condition with one counts as not sent (sections 13.1.3 and 13.1.4). */
    static @Nullable Instant parse(String text) {
        Date date = DateFormatter.parseHttpDate(text);
        return date == null ? null : date.toInstant();
    }

    static Instant inSeconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }
}
