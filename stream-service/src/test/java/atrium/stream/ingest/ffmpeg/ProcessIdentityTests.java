package atrium.stream.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTests {

    private static final ProcessIdentity SELF = ProcessIdentity.ofThisProcess();

    @TempDir
    Path directory;

    @Test
    void thisProcess_isAliveAndAlwaysTheSame() {
        assertThat(SELF.isAlive()).isTrue();
        assertThat(ProcessIdentity.ofThisProcess()).isEqualTo(SELF);
        assertThat(ProcessIdentity.parse(SELF.toString())).isEqualTo(SELF);
    }

    @Test
    void aLaterProcessWithTheSameNumber_isAnotherOne() {
        assertThat(new ProcessIdentity(SELF.pid(), "an-earlier-boot/1").isAlive())
                .isFalse();
    }

    @Test
    void aRecord_isReadAsItWasWritten() throws Exception {
        Path file = directory.resolve("1");
        ChildRecord record = new ChildRecord(new ProcessIdentity(1, "boot/5"), SELF, "/opt/ffmpeg with space");
        record.write(file);

        assertThat(ChildRecord.read(file)).isEqualTo(record);
    }

    @Test
    void aChildOfALivingOwner_isNoOrphan() {
        assertThat(new ChildRecord(SELF, SELF, "java").isOrphan()).isFalse();
    }

    @Test
    void aProcessThatDoesNotRunTheProgram_isLeftAlone() {
        ProcessIdentity gone = new ProcessIdentity(SELF.pid(), "an-earlier-boot/1");

        assertThat(new ChildRecord(SELF, gone, "/opt/ffmpeg").isOrphan()).isFalse();
    }

    @Test
    void damagedAndOutdatedRecords_areRemovedWithoutEndingAnything() throws Exception {
        ProcessIdentity gone = new ProcessIdentity(SELF.pid(), "an-earlier-boot/1");
        Files.writeString(directory.resolve("damaged"), "12");
        Files.writeString(directory.resolve("no-number"), "x\ny\nz\n");
        new ChildRecord(gone, gone, "/opt/ffmpeg").write(directory.resolve("outdated"));
        new ChildRecord(SELF, SELF, "java").write(directory.resolve("ours"));

        assertThat(new OrphanReaper(directory, Duration.ofSeconds(1)).reap()).isZero();
        assertThat(directory).isDirectoryContaining("glob:**ours");
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void whatIsNoRecord_isRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("x"), "1 a\n2 b\n");

        assertThatThrownBy(() -> ChildRecord.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 lines (expected: 3)");
    }
}
