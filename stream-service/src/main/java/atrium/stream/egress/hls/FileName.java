package atrium.stream.egress.hls;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a playlist calls the pieces of a stream. Media Sequence Numbers begin at the time of day, so that no name is used
 * twice for different bytes when a stream is cut anew, and caches may keep each for ever.
 */
sealed interface FileName {

    /** {@code init-7.mp4}: what comes before segments from 7 on. */
    record OfInitialization(long msn) implements FileName {
        @Override
        public String toString() {
            return "init-" + msn + ".mp4";
        }
    }

    /** {@code 7.m4s}. */
    record OfSegment(long msn) implements FileName {
        @Override
        public String toString() {
            return msn + ".m4s";
        }
    }

    /** {@code 7.2.m4s}: the third part of segment 7. */
    record OfPart(long msn, int index) implements FileName {
        @Override
        public String toString() {
            return msn + "." + index + ".m4s";
        }
    }

    static Optional<FileName> parse(String text) {
        Matcher matcher = Names.PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String initialized = matcher.group("init");
        if (initialized != null) {
            return Optional.of(new OfInitialization(Long.parseLong(initialized)));
        }
        long msn = Long.parseLong(matcher.group("msn"));
        String part = matcher.group("part");
        return Optional.of(part == null ? new OfSegment(msn) : new OfPart(msn, Integer.parseInt(part)));
    }

    /** Hides the pattern, which an interface could not. */
    final class Names {

        private static final Pattern PATTERN =
                Pattern.compile("init-(?<init>\\d{1,18})\\.mp4|(?<msn>\\d{1,18})(?:\\.(?<part>\\d{1,9}))?\\.m4s");

        private Names() {}
    }
}
