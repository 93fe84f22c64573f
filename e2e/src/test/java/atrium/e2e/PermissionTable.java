package atrium.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of {@code docs/permissions.md}. */
record PermissionTable(List<Row> rows) {

    private static final Pattern DEED = Pattern.compile("`([^`]+)`(?: `([^`]+)`)?");

    /**
     * One deed.
     *
     * @param what in words
     * @param by the way it is done, as {@code GET /files}
     * @param body of the request; empty for none
     * @param answers what each kind of person is answered
     */
    record Row(String what, String by, String body, Map<String, String> answers) {}

    static PermissionTable read() throws IOException {
        List<Row> rows = new ArrayList<>();
        List<String> people = List.of();
        for (String line :
                Files.readAllLines(RunningSystem.repository().resolve("docs/permissions.md"))) {
            List<String> cells = cells(line);
            if (cells.size() < 3 || cells.getFirst().startsWith("---")) {
                continue;
            }
            if (cells.getFirst().equals("what")) {
                people = cells.subList(2, cells.size());
            } else {
                rows.add(row(cells, people));
            }
        }
        return new PermissionTable(List.copyOf(rows));
    }

    private static List<String> cells(String line) {
        return line.startsWith("|")
                ? Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList()
                : List.of();
    }

    private static Row row(List<String> cells, List<String> people) {
        Matcher deed = DEED.matcher(cells.get(1));
        if (!deed.matches() || cells.size() != people.size() + 2) {
            throw new IllegalStateException("no row of permissions: " + cells);
        }
        Map<String, String> answers = new LinkedHashMap<>();
        for (int i = 0; i < people.size(); i++) {
            answers.put(people.get(i), cells.get(i + 2));
        }
        String body = deed.group(2) == null ? "" : deed.group(2);
        return new Row(cells.getFirst(), deed.group(1), body, answers);
    }
}
