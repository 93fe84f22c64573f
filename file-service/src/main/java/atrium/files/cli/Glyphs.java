package atrium.files.cli;

/** How many columns of a terminal a text takes: a character of East Asia takes two (Unicode Standard Annex 11). */
final class Glyphs {

    private Glyphs() {}

    static int width(String text) {
        return text.codePoints().map(Glyphs::width).sum();
    }

    /** As much of the beginning as fits. */
    static String cut(String text, int columns) {
        int end = 0;
        int left = columns;
        while (end < text.length() && left >= width(text.codePointAt(end))) {
            left -= width(text.codePointAt(end));
            end = text.offsetByCodePoints(end, 1);
        }
        return text.substring(0, end);
    }

    private static int width(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    private static boolean isWide(int c) {
        return c >= 0x1100 && c <= 0x115f
                || c >= 0x2e80 && c <= 0xa4cf
                || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xf900 && c <= 0xfaff
                || c >= 0xfe30 && c <= 0xfe6f
                || c >= 0xff00 && c <= 0xff60
                || c >= 0x1f300;
    }
}
