package atrium.files.download;

import java.util.List;

/**
 * A file's strong validator (RFC 9110, section 8.8.3): its SHA-256, quoted.
 *
 * @param value with its quotes
 */
record EntityTag(String value) {

    static EntityTag of(String sha256) {
        return new EntityTag('"' + sha256 + '"');
    }

    /** {@code If-Match}: strong comparison, so a weak tag never matches (section 13.1.1). */
    boolean matchesStrongly(List<String> header) {
        return matches(header, false);
    }

    /** {@code If-None-Match}: weak comparison (section 13.1.2). */
    boolean matchesWeakly(List<String> header) {
        return matches(header, true);
    }

    private boolean matches(List<String> header, boolean weakly) {
        for (String line : header) {
            // A tag may contain a comma, ours does not, so a tag that is cut there is none of ours.
            for (String tag : line.split(",", -1)) {
                String bare = tag.strip();
                if (bare.equals("*") || bare.equals(value) || (weakly && bare.equals("W/" + value))) {
                    return true;
                }
            }
        }
        return false;
    }
}
