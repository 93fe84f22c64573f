package atrium.stream.container.mpegts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atrium.stream.container.flv.FlvDemuxer;
import atrium.stream.container.flv.FlvWriter;
import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read by ffmpeg, and what ffmpeg writes is read. */
@Timeout(90)
class TsFfmpegIT {

    @TempDir
    Path directory;

    @Test
    void smoke() throws Exception {}
}
