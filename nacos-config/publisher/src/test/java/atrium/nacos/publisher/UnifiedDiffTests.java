package atrium.nacos.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTests {

    @Test
    void isEmptyForTheSameLines() {
        assertThat(UnifiedDiff.of("a", "x: 1\n", "x: 1\n")).isEmpty();
    }

    @Test
    void showsAChangedLineWithItsContext() {
        assertThat(UnifiedDiff.of("G/a.yaml", numbered(1, 9), numbered(1, 9).replace("5\n", "five\n")))
                .isEqualTo("""
                        --- nacos/G/a.yaml
                        +++ file/G/a.yaml
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        """);
    }

    @Test
    void joinsChangesWhoseContextsMeetAndSplitsThoseFarApart() {
        String before = numbered(1, 40);
        String near = before.replace("5\n6\n", "6\n").replace("11\n", "");
        String far = before.replace("\n5\n", "\n").replace("\n35\n", "\n");

        assertThat(UnifiedDiff.of("a", before, near).lines().filter(line -> line.startsWith("@@")))
                .hasSize(1);
        assertThat(UnifiedDiff.of("a", before, far).lines().filter(line -> line.startsWith("@@")))
                .containsExactly("@@ -2,7 +2,6 @@", "@@ -32,7 +31,6 @@");
    }

    @Test
    void anEmptySideIsRangeZero() {
        assertThat(UnifiedDiff.of("a", "", "x\n")).contains("@@ -0,0 +1,1 @@\n+x\n");
        assertThat(UnifiedDiff.of("a", "x\n", "")).contains("@@ -1,1 +0,0 @@\n-x\n");
    }

    @Test
    void masksPasswordsInUrls() {
        assertThat(UnifiedDiff.of("a", "", "source: rtsp://admin:hunter2@cam/1\n"))
                .contains("rtsp://***@cam/1")
                .doesNotContain("hunter2");
    }

    private static String numbered(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }
}
