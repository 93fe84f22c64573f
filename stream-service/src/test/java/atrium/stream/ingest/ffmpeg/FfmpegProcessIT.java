package atrium.stream.ingest.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FfmpegProcessIT {

    private static final FfmpegCommand ENDLESS = FfmpegCommand.of(
            "-nostdin -v error -re -f lavfi -i testsrc=size=320x240:rate=25 -c:v libopenh264 -g 25 -f flv pipe:1"
                    .split(" "));

    @TempDir
    Path directory;

    private FfmpegProcesses processes;

    @BeforeEach
    void setUp() {
        processes = new FfmpegProcesses(BundledFfmpeg.get(), directory, Duration.ofSeconds(2));
    }

    @AfterEach
    void tearDown() {
        processes.close();
    }

    @Test
    void aPattern_isReadAsFlvToItsEnd() throws Exception {
        FfmpegProcess child = processes.start(
                FfmpegCommand.of(("-nostdin -v error -f lavfi -i testsrc=size=320x240:rate=25:d=2 -f lavfi -i sine=d=2"
                                + " -c:v libopenh264 -g 25 -c:a aac -f flv pipe:1")
                        .split(" ")));

        byte[] flv = child.media().readAllBytes();
        FfmpegExit exit = child.onExit().get(10, TimeUnit.SECONDS);

        assertThat(flv).startsWith('F', 'L', 'V', 1, 5).hasSizeGreaterThan(10_000);
        assertThat(exit.reason()).isEqualTo(ExitReason.ENDED);
        assertThat(exit.lastLines()).isEmpty();
    }

    @Test
    void aChild_isRecordedWhileItRuns() throws Exception {
        FfmpegProcess child = processes.start(ENDLESS);

        assertThat(ChildRecord.read(directory.resolve(Long.toString(child.pid())))
                        .child()
                        .pid())
                .isEqualTo(child.pid());
        assertThat(processes.count()).isEqualTo(1);

        child.close();

        assertThat(child.onExit().get(5, TimeUnit.SECONDS).reason()).isEqualTo(ExitReason.STOPPED);
        await().untilAsserted(() -> {
            assertThat(directory).isEmptyDirectory();
            assertThat(processes.count()).isZero();
        });
        assertThat(Path.of("/proc", Long.toString(child.pid()))).doesNotExist();
    }

    @Test
    void aChildThatNobodyReads_stopsWhenAsked() throws Exception {
        FfmpegProcess child = processes.start(FfmpegCommand.of(
                "-nostdin -v error -f lavfi -i testsrc=size=640x360 -c:v rawvideo -f nut pipe:1".split(" ")));
        await().until(() -> child.media().available() >= 4096);

        assertThat(closing(child)).isLessThan(Duration.ofMillis(1900));
    }

    @Test
    void aChildThatIgnoresBeingAsked_isKilled() throws Exception {
        Path stubborn = script("trap '' TERM\necho ready\nexec sleep 60");
        try (FfmpegProcesses others =
                new FfmpegProcesses(new Ffmpeg(stubborn, stubborn), directory, Duration.ofMillis(300))) {
            FfmpegProcess child = others.start(FfmpegCommand.of());
            assertThat(child.media().read()).isEqualTo('r');

            assertThat(closing(child)).isBetween(Duration.ofMillis(300), Duration.ofSeconds(3));
            assertThat(child.isAlive()).isFalse();
            assertThat(child.onExit().get(3, TimeUnit.SECONDS).code()).isEqualTo(137);
        }
    }

    @Test
    void aChildThatIsOpeningASilentCamera_isGoneSoon() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FfmpegProcess child = processes.start(
                    FfmpegCommand.of("-nostdin -rtsp_transport tcp -i rtsp://127.0.0.1:%d/x -f flv pipe:1"
                            .formatted(silent.getLocalPort())
                            .split(" ")));
            silent.accept();

            assertThat(closing(child)).isLessThan(Duration.ofSeconds(5));
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void aChildKilledByOthers_isReportedAsKilled() throws Exception {
        FfmpegProcess child = processes.start(ENDLESS);
        ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();

        FfmpegExit exit = child.onExit().get(5, TimeUnit.SECONDS);

        assertThat(exit.reason()).isEqualTo(ExitReason.KILLED);
        assertThat(exit.detail()).isEqualTo("ffmpeg was killed by signal 9");
        assertThat(child.media().readAllBytes().length).isGreaterThanOrEqualTo(0);
    }

    @Test
    void aChild_outlivesTheThreadThatStartedIt() throws Exception {
        FfmpegProcess[] child = new FfmpegProcess[1];
        Thread brief = Thread.ofPlatform().start(() -> child[0] = start(ENDLESS));
        brief.join();

        InputStream media = child[0].media();
        for (int read = 0; read < 30_000; ) {
            int n = media.read(new byte[4096]);
            assertThat(n).isPositive();
            read += n;
        }
        assertThat(child[0].isAlive()).isTrue();
    }

    @Test
    void theEnvironment_isNotPassedOn() throws Exception {
        Path printing = script("/usr/bin/env");
        try (FfmpegProcesses others =
                new FfmpegProcesses(new Ffmpeg(printing, printing), directory, Duration.ofSeconds(1))) {
            String environment =
                    new String(others.start(FfmpegCommand.of()).media().readAllBytes());

            assertThat(environment.lines().map(line -> line.substring(0, line.indexOf('='))))
                    .isSubsetOf("AV_LOG_FORCE_NOCOLOR", "SSL_CERT_FILE", "SSL_CERT_DIR", "PWD", "SHLVL", "_", "OLDPWD");
        }
    }

    @Test
    void aChildThatIsFed_writesWhatItMakesOfIt() throws Exception {
        byte[] flv = processes
                .start(FfmpegCommand.of(
                        "-nostdin -v error -f lavfi -i testsrc=size=320x240:rate=25:d=2 -c:v libopenh264 -f flv pipe:1"
                                .split(" ")))
                .media()
                .readAllBytes();
        FfmpegProcess child = processes.start(FfmpegCommand.reading(List.of(
                "-nostdin -v error -f flv -i pipe:0 -c:v mpeg1video -f mpegts -flush_packets 1 pipe:1".split(" "))));
        Thread.ofPlatform().start(() -> feed(child, flv, 1));

        byte[] transportStream = child.media().readAllBytes();

        assertThat(transportStream).startsWith(0x47).hasSizeGreaterThan(10_000);
        assertThat(child.onExit().get(10, TimeUnit.SECONDS).reason()).isEqualTo(ExitReason.ENDED);
    }

    @Test
    void aChildThatWaitsForInput_stopsWhenAsked() throws Exception {
        FfmpegProcess child = processes.start(
                FfmpegCommand.reading(List.of("-nostdin -v error -f flv -i pipe:0 -c copy -f flv pipe:1".split(" "))));
        child.input().write("FLV".getBytes(US_ASCII));
        child.input().flush();

        assertThat(closing(child)).isLessThan(Duration.ofMillis(1900));
        assertThat(child.onExit().get(3, TimeUnit.SECONDS).reason()).isEqualTo(ExitReason.STOPPED);
    }

    @Test
    void aChildThatReadsNothingOfItsInput_isKilledAndItsWriterIsTold() throws Exception {
        Path stubborn = script("trap '' TERM\necho ready\nexec sleep 60");
        try (FfmpegProcesses others =
                new FfmpegProcesses(new Ffmpeg(stubborn, stubborn), directory, Duration.ofMillis(300))) {
            FfmpegProcess child = others.start(FfmpegCommand.reading(List.of()));
            assertThat(child.media().read()).isEqualTo('r');
            CompletableFuture<Boolean> fed = new CompletableFuture<>();
            Thread writer = Thread.ofPlatform().start(() -> fed.complete(feed(child, new byte[1 << 20], 100)));
            await().until(() -> writer.getState() == Thread.State.RUNNABLE && !fed.isDone());

            assertThat(closing(child)).isLessThan(Duration.ofSeconds(3));
            assertThat(fed.get(3, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void aChildThatIsNotFed_findsItsInputEmpty() throws Exception {
        Path reader = script("cat\necho done");
        try (FfmpegProcesses others =
                new FfmpegProcesses(new Ffmpeg(reader, reader), directory, Duration.ofSeconds(1))) {
            assertThat(others.start(FfmpegCommand.of()).media().readAllBytes()).isEqualTo("done\n".getBytes(US_ASCII));
        }
    }

    @Test
    void aFloodOfComplaints_isBoundedAndDoesNotHoldTheChildUp() throws Exception {
        Path noisy = script("i=0\nwhile [ $i -lt 50000 ]; do echo complaint $i >&2; i=$((i+1)); done");
        try (FfmpegProcesses others = new FfmpegProcesses(new Ffmpeg(noisy, noisy), directory, Duration.ofSeconds(1))) {
            FfmpegProcess child = others.start(FfmpegCommand.of());

            assertThat(child.onExit().get(30, TimeUnit.SECONDS).lastLines())
                    .hasSize(20)
                    .endsWith("complaint 49999");
            assertThat(child.complaints()).isEqualTo(50_000);
        }
    }

    @Test
    void aProgramThatCannotBeRun_isNamed() throws Exception {
        Path absent = directory.resolve("absent");
        try (FfmpegProcesses others =
                new FfmpegProcesses(new Ffmpeg(absent, absent), directory, Duration.ofSeconds(1), List.of())) {
            assertThatThrownBy(() -> others.start(FfmpegCommand.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("absent");
        }
    }

    @Test
    void closing_endsAllAtOnceAndStartsNoMore() throws Exception {
        List<FfmpegProcess> children = List.of(start(ENDLESS), start(ENDLESS), start(ENDLESS));

        processes.close();

        assertThat(children).noneMatch(FfmpegProcess::isAlive);
        assertThatThrownBy(() -> processes.start(ENDLESS)).isInstanceOf(IOException.class);
    }

    private FfmpegProcess start(FfmpegCommand command) {
        try {
            return processes.start(command);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the child took it all. */
    private static boolean feed(FfmpegProcess child, byte[] bytes, int times) {
        try (OutputStream input = child.input()) {
            for (int i = 0; i < times; i++) {
                input.write(bytes);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Duration closing(FfmpegProcess child) {
        long begin = System.nanoTime();
        child.close();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** A program of its own, outside of the directory of records. */
    private static Path script(String body) throws IOException {
        Path file = Files.createTempFile(
                Path.of("target"),
                "double",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        file.toFile().deleteOnExit();
        return file.toAbsolutePath();
    }
}
