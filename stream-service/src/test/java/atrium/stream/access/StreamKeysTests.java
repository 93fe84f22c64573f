package atrium.stream.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.access.StreamKeyProperties.ConfiguredKey;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamKeysTests {

    @TempDir
    Path directory;

    private Path file;
    private StreamKeyProperties configured = new StreamKeyProperties(List.of());

    @BeforeEach
    void setUp() {
        file = directory.resolve("data/keys");
    }

    @Test
    void anIssuedKey_publishesItsStreamAndNoOther() throws Exception {
        StreamKeys keys = open();
        String key = keys.issue("studio");

        assertThat(keys.allows("studio", key)).isTrue();
        assertThat(keys.allows("other", key)).isFalse();
        assertThat(keys.allows("studio", key + "x")).isFalse();
        assertThat(keys.allows("studio", "")).isFalse();
        assertThat(keys.allows("studio", null)).isFalse();
    }

    @Test
    void aStreamWithoutKeys_takesNobody() {
        StreamKeys keys = open();

        assertThat(keys.allows("studio", "")).isFalse();
        assertThat(keys.allows("studio", null)).isFalse();
        assertThat(keys.allows("studio", "anything")).isFalse();
    }

    @Test
    void aKey_has192BitsAndNeedsNoEscapeInAUrl() throws Exception {
        StreamKeys keys = open();

        assertThat(keys.issue("studio")).matches("[A-Za-z0-9_-]{32}").isNotEqualTo(keys.issue("studio"));
    }

    @Test
    void aNewKey_endsTheOneBefore() throws Exception {
        StreamKeys keys = open();
        String first = keys.issue("studio");
        String second = keys.issue("studio");

        assertThat(keys.allows("studio", first)).isFalse();
        assertThat(keys.allows("studio", second)).isTrue();
    }

    @Test
    void aRevokedKey_isNoKey() throws Exception {
        StreamKeys keys = open();
        String key = keys.issue("studio");
        keys.revoke("studio");

        assertThat(keys.allows("studio", key)).isFalse();
        assertThat(open().allows("studio", key)).isFalse();
    }

    @Test
    void afterARestart_keysStillWork() throws Exception {
        String key = open().issue("直播间 1");

        assertThat(open().allows("直播间 1", key)).isTrue();
    }

    @Test
    void theFile_holdsHashesAndIsTheOwnersAlone() throws Exception {
        String key = open().issue("studio");

        assertThat(Files.readString(file)).doesNotContain(key).matches("[0-9a-f]{64} studio\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.resolveSibling("keys.next")).doesNotExist();
    }

    @Test
    void aDamagedFile_isNotReadAsNoKeys() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "half a li");

        assertThatThrownBy(this::open).isInstanceOf(UncheckedIOException.class).hasMessageContaining("stream keys");
    }

    @Test
    void aConfiguredKey_worksBesideTheIssuedOneUntilItIsTakenOut() throws Exception {
        StreamKeys keys = open();
        String issued = keys.issue("studio");
        configured = new StreamKeyProperties(
                List.of(new ConfiguredKey("studio", sha256("chosen")), new ConfiguredKey("other", sha256("else"))));

        assertThat(keys.allows("studio", "chosen")).isTrue();
        assertThat(keys.allows("studio", issued)).isTrue();
        assertThat(keys.allows("studio", "else")).isFalse();

        configured = new StreamKeyProperties(List.of());
        assertThat(keys.allows("studio", "chosen")).isFalse();
    }

    @Test
    void aNameThatWouldBreakTheFile_isRefused() {
        StreamKeys keys = open();

        assertThatIllegalArgumentException().isThrownBy(() -> keys.issue("a\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.issue(""));
    }

    @Test
    void keysIssuedAtOnce_areAllKeptWhileOthersAsk() throws Exception {
        StreamKeys keys = open();
        String first = keys.issue("first");
        Map<String, String> issued = new ConcurrentHashMap<>();
        AtomicBoolean lost = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String stream = "stream-" + i;
                tasks.add(() -> {
                    issued.put(stream, keys.issue(stream));
                    lost.compareAndSet(false, !keys.allows("first", first));
                    return null;
                });
            }
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
        }

        assertThat(lost).isFalse();
        assertThat(issued).hasSize(40).allSatisfy((stream, key) -> {
            assertThat(keys.allows(stream, key)).isTrue();
            assertThat(open().allows(stream, key)).isTrue();
        });
    }

    private StreamKeys open() {
        return new StreamKeys(file, () -> configured, new SecureRandom());
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes()));
    }
}
