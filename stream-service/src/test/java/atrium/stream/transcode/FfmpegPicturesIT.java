package atrium.stream.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FfmpegPicturesIT {

    @TempDir
    private Path directory;

    @Test
    void oblongPixels_thenShownSquare() throws Exception {
        List<MediaFrame> frames = TranscodeWorld.record(
                directory.resolve("recorder"),
                "-f lavfi -i testsrc2=size=176x144:rate=25:d=0.2 -c:v libopenh264"
                        + " -bsf:v h264_metadata=sample_aspect_ratio=16/11");
        MediaFrame key =
                frames.stream().filter(MediaFrame::isKeyPicture).findFirst().orElseThrow();
        try (TranscodeWorld world = new TranscodeWorld(TranscodeWorld.bundled(), directory)) {
            FfmpegPictures pictures = new FfmpegPictures(world.processes, world.meters);

            var whole = ImageIO.read(new ByteArrayInputStream(pictures.jpeg(key, 3840)));
            var half = ImageIO.read(new ByteArrayInputStream(pictures.jpeg(key, 128)));

            assertThat(whole.getWidth() + "x" + whole.getHeight()).isEqualTo("256x144");
            assertThat(half.getWidth() + "x" + half.getHeight()).isEqualTo("128x72");
            assertThat(world.meters.snapshots.count()).isEqualTo(2);
            assertThat(key.payload().refCnt()).isOne();
        }
    }

    @Test
    void childThatTakesTooLong_thenEnded() throws Exception {
        assertThatThrownBy(() -> jpeg(TranscodeWorld.script("exec sleep 60")))
                .isInstanceOf(IOException.class)
                .hasMessage("it took longer than 200 ms");
    }

    @Test
    void childThatFails_thenItsReason() throws Exception {
        assertThatThrownBy(() -> jpeg(TranscodeWorld.script("echo 'Invalid data found' >&2; exit 1")))
                .isInstanceOf(IOException.class)
                .hasMessage("what the source sends is not media");
    }

    @Test
    void halfAPicture_thenNone() throws Exception {
        assertThatThrownBy(() -> jpeg(TranscodeWorld.script("cat >/dev/null; printf '\\377\\330half'")))
                .isInstanceOf(IOException.class);
    }

    private void jpeg(Ffmpeg program) throws IOException {
        try (TranscodeWorld world = new TranscodeWorld(program, directory)) {
            try {
                new FfmpegPictures(world.processes, world.meters, Duration.ofMillis(200))
                        .jpeg(MediaFixture.picture(true, 0, 100_000), 640);
            } finally {
                await().until(() -> world.processes.count() == 0);
            }
        }
    }
}
