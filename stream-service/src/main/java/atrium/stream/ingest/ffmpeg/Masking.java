package atrium.stream.ingest.ffmpeg;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Takes credentials out of what ffmpeg says: those that are known, and whatever stands before the {@code @} of a URL. */
final class Masking {

    private static final String MASK = "***";
    private static final Pattern USER_OF_URL = Pattern.compile("(?<=://)[^/\\s'\"]*@");
    /** Shorter ones would blot out half of every sentence and are found by their place in the URL. */
    private static final int SHORTEST = 4;

    private final List<String> secrets;

    Masking(List<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return USER_OF_URL.matcher(masked).replaceAll(MASK + "@");
    }
}
