package atrium.files.download;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which files a browser may show under our name: pictures, sound, films and plain text, in which nothing can run, and
 * only if the first bytes are what the uploader says. With {@code nosniff} the browser then takes them for nothing else.
 *
 * <p>Not among them, and so saved: HTML and SVG, which run scripts; PDF, which browsers do not show in a sandbox.
 *
 * <p>The patterns are those of the WHATWG's MIME Sniffing Standard, sections 6.1 and 6.2, and where it has none, of the
 * format's own specification.
 */
final class Preview {

    /** As many bytes of a file as {@link #typeOf} wants to see, if there are as many. */
    static final int BYTES = 512;

    private static final String TEXT = "text/plain";

    private static final Magic ISO_MEDIA = new Magic(4, "ftyp");
    private static final Magic MATROSKA = new Magic(0, "\u001aE\u00df\u00a3");
    private static final Magic OGG = new Magic(0, "OggS");

    private static final Map<String, Magic[]> SAFE = Map.ofEntries(
            Map.entry("image/png", any(new Magic(0, "\u0089PNG\r\n\u001a\n"))),
            Map.entry("image/jpeg", any(new Magic(0, "\u00ff\u00d8\u00ff"))),
            Map.entry("image/gif", any(new Magic(0, "GIF87a"), new Magic(0, "GIF89a"))),
            Map.entry("image/webp", any(new Magic(8, "WEBPVP"))),
            Map.entry("image/avif", any(new Magic(4, "ftypavif"), new Magic(4, "ftypavis"))),
            Map.entry("video/mp4", any(ISO_MEDIA)),
            Map.entry("video/webm", any(MATROSKA)),
            Map.entry("audio/mp4", any(ISO_MEDIA)),
            Map.entry("audio/webm", any(MATROSKA)),
            Map.entry("audio/ogg", any(OGG)),
            Map.entry("audio/opus", any(OGG)),
            Map.entry("audio/flac", any(new Magic(0, "fLaC"))),
            Map.entry("audio/wav", any(new Magic(8, "WAVE"))),
            Map.entry("audio/aac", any(new Magic(0, "\u00ff\u00f1"), new Magic(0, "\u00ff\u00f9"))),
            Map.entry(
                    "audio/mpeg",
                    any(
                            new Magic(0, "ID3"),
                            new Magic(0, "\u00ff\u00fb"),
                            new Magic(0, "\u00ff\u00fa"),
                            new Magic(0, "\u00ff\u00f3"),
                            new Magic(0, "\u00ff\u00f2"))));

    private Preview() {}

    /** Whether it depends on the first bytes if a file declared as {@code type} is shown. */
    static boolean isThinkable(String type) {
        return type.equals(TEXT) || SAFE.containsKey(type);
    }

    /** The {@code Content-Type} under which the file is shown; {@code null} if it is not. */
    static @Nullable String typeOf(String declared, byte[] beginning) {
        if (declared.equals(TEXT)) {
            return isText(beginning) ? TEXT + "; charset=utf-8" : null;
        }
        Magic[] magic = SAFE.getOrDefault(declared, any());
        return Arrays.stream(magic).anyMatch(one -> one.isIn(beginning)) ? declared : null;
    }

    /** No binary data byte (MIME Sniffing, section 3). */
    private static boolean isText(byte[] beginning) {
        for (byte b : beginning) {
            boolean control = b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\f' && b != '\r' && b != 0x1b;
            if (control) {
                return false;
            }
        }
        return true;
    }

    private static Magic[] any(Magic... magic) {
        return magic;
    }

    /** Bytes that stand at a place, written as ISO 8859-1. */
    private record Magic(int at, String bytes) {

        boolean isIn(byte[] beginning) {
            byte[] expected = bytes.getBytes(StandardCharsets.ISO_8859_1);
            int end = at + expected.length;
            return end <= beginning.length && Arrays.equals(beginning, at, end, expected, 0, expected.length);
        }
    }
}
