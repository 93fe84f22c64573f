package atrium.nacos.publisher;

import java.util.ArrayList;
import java.util.List;

/**
 * A unified diff of two small texts. The longest common subsequence is computed in full: a configuration has some
 * hundred lines, and the shortest diff reads best.
 */
final class UnifiedDiff {

    private static final int CONTEXT = 3;

    private final List<String> before;
    private final List<String> after;

    private UnifiedDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** Header and hunks; empty where the lines are the same. Passwords inside URLs are masked. */
    static String of(String name, String before, String after) {
        String hunks = new UnifiedDiff(lines(before), lines(after)).hunks();
        return hunks.isEmpty() ? "" : "--- nacos/" + name + "\n+++ file/" + name + "\n" + hunks;
    }

    private static List<String> lines(String text) {
        return text.lines().map(UnifiedDiff::masked).toList();
    }

    private static String masked(String line) {
        return line.replaceAll("://[^/@\\s]+@", "://***@");
    }

    private String hunks() {
        List<Line> lines = script();
        StringBuilder text = new StringBuilder();
        int end = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (i >= end && lines.get(i).sign() != ' ') {
                end = hunkEnd(lines, i);
                append(text, lines.subList(Math.max(0, i - CONTEXT), end));
            }
        }
        return text.toString();
    }

    /** Past the last change that is followed by another within twice the context, and its context. */
    private static int hunkEnd(List<Line> lines, int firstChange) {
        int last = firstChange;
        for (int i = firstChange; i < lines.size() && i - last <= 2 * CONTEXT; i++) {
            last = lines.get(i).sign() == ' ' ? last : i;
        }
        return Math.min(lines.size(), last + 1 + CONTEXT);
    }

    private static void append(StringBuilder text, List<Line> hunk) {
        long removed = hunk.stream().filter(line -> line.sign() != '+').count();
        long added = hunk.stream().filter(line -> line.sign() != '-').count();
        text.append("@@ -%s +%s @@%n"
                .formatted(
                        range(hunk.getFirst().before(), removed),
                        range(hunk.getFirst().after(), added)));
        hunk.forEach(line -> text.append(line.sign()).append(line.text()).append('\n'));
    }

    /** An empty range is written with the line before it. */
    private static String range(int start, long count) {
        return (count == 0 ? start : start + 1) + "," + count;
    }

    private List<Line> script() {
        int[][] common = commonSuffixes();
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add(new Line(' ', before.get(i), i++, j++));
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line('-', before.get(i), i++, j));
            } else {
                lines.add(new Line('+', after.get(j), i, j++));
            }
        }
        return lines;
    }

    /** {@code [i][j]}: length of the longest common subsequence of the lines from i and from j on. */
    private int[][] commonSuffixes() {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    /** A line of the script, with how many lines of either side came before it. */
    private record Line(char sign, String text, int before, int after) {}
}
