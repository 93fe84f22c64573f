package atrium.stream.ingest.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.stream.access.SourceUrl;
import com.sun.net.httpserver.HttpServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arguments that are built, given to the real program with real sources on loopback. */
@Timeout(90)
class SourceArgumentsIT {

    private static final int AUDIO = 8;
    private static final int VIDEO = 9;

    @TempDir
    Path directory;

    private FfmpegProcesses processes;

    @BeforeEach
    void setUp() {
        processes = new FfmpegProcesses(BundledFfmpeg.get(), directory.resolve("children"), Duration.ofSeconds(2));
    }

    @AfterEach
    void tearDown() {
        processes.close();
    }

    @ParameterizedTest
    @CsvSource({"flv, flv", "mp4, mp4", "ts, mpegts", "mkv, matroska"})
    void aFile_isLoopedAsFlv(String extension, String format) throws Exception {
        FfmpegProcess child = pull("file:" + film(extension, format, 1));

        assertTracksUntil(child.media(), 2_500);
    }

    @ParameterizedTest
    @CsvSource({"live.flv, flv", "film.mp4, mp4", "live.ts, mpegts"})
    void http_isCopiedToFlv(String path, String format) throws Exception {
        byte[] film = Files.readAllBytes(film("x", format, 3));
        HttpServer server = serve(path, film);
        try {
            assertTracksUntil(pull(at(server, path)).media(), 2_000);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void mpegTsOverUdp_isListenedFor() throws Exception {
        int port = freeUdpPort();
        FfmpegProcess child = pull("udp://127.0.0.1:" + port);
        send("-f mpegts udp://127.0.0.1:%d?pkt_size=1316".formatted(port));

        assertTracksUntil(child.media(), 1_000);
    }

    @Test
    void srt_isListenedFor() throws Exception {
        int port = freeUdpPort();
        FfmpegProcess child = pull("srt://127.0.0.1:" + port + "?mode=listener");
        send("-f mpegts srt://127.0.0.1:%d?connect_timeout=10000".formatted(port));

        assertTracksUntil(child.media(), 1_000);
    }

    @Test
    void rtmp_isPulled() throws Exception {
        int port = freeTcpPort();
        send("-f flv -listen 1 rtmp://127.0.0.1:%d/live/x".formatted(port));
        await().until(() -> isListening(port));

        assertTracksUntil(pull("rtmp://127.0.0.1:" + port + "/live/x").media(), 1_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    #EXTM3U\\n#EXT-X-TARGETDURATION:5\\n#EXTINF:5,\\nfile:///etc/passwd\\n#EXT-X-ENDLIST\\n
                    #EXTM3U\\n#EXT-X-TARGETDURATION:5\\n#EXTINF:5,\\nconcat:/etc/passwd\\n#EXT-X-ENDLIST\\n
                    #EXTM3U\\n#EXT-X-TARGETDURATION:5\\n#EXT-X-MAP:URI="file:///etc/passwd"\\n#EXTINF:5,\\nfile:///etc/passwd.ts\\n#EXT-X-ENDLIST\\n
                    ffconcat version 1.0\\nfile file:///etc/passwd\\n
                    """)
    void aPlaylistThatNamesAFile_isRefused(String playlist) throws Exception {
        HttpServer server = serve("x.m3u8", playlist.replace("\\n", "\n").getBytes(US_ASCII));
        try {
            FfmpegProcess child = pull(at(server, "x.m3u8"));

            assertThat(child.media().readAllBytes()).isEmpty();
            assertThat(child.onExit().get(10, TimeUnit.SECONDS).reason()).isEqualTo(ExitReason.BLOCKED);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RTSP/1.0 401 Unauthorized, UNAUTHORIZED",
        "RTSP/1.0 404 Not Found, NOT_FOUND",
        "RTSP/1.0 500 Internal Server Error, SERVER_ERROR",
        ", TIMED_OUT"
    })
    void aCameraThatRefuses_isQuotedWithoutItsPassword(String answer, ExitReason reason) throws Exception {
        try (ServerSocket camera = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(camera, answer));
            FfmpegProcess child = pull("rtsp://admin:hunter22@127.0.0.1:" + camera.getLocalPort() + "/cam?channel=1");

            FfmpegExit exit = child.onExit().get(20, TimeUnit.SECONDS);

            assertThat(exit.reason()).isEqualTo(reason);
            assertThat(exit.lastLines()).isNotEmpty().noneMatch(line -> line.contains("hunter22"));
            assertThat(exit.lastLines()).anyMatch(line -> line.contains("rtsp://***@127.0.0.1"));
        }
    }

    @ParameterizedTest
    @CsvSource({"rtsp", "rtmp", "http"})
    void whereNothingListens_theReasonIsRefused(String scheme) throws Exception {
        FfmpegProcess child = pull(scheme + "://127.0.0.1:" + freeTcpPort() + "/a/b");

        assertThat(child.onExit().get(20, TimeUnit.SECONDS).detail()).startsWith("connection refused");
    }

    @Test
    void aHostThatIsNone_isSaidToBeNone() throws Exception {
        assertThat(pull("rtsp://nosuch.invalid/x")
                        .onExit()
                        .get(30, TimeUnit.SECONDS)
                        .reason())
                .isEqualTo(ExitReason.NO_SUCH_HOST);
    }

    private FfmpegProcess pull(String url) throws Exception {
        return processes.start(
                SourceArguments.toFlv(SourceUrl.parse(url), SourceOptions.copying(Duration.ofSeconds(3))));
    }

    /** A test film as it is sent by somebody. */
    private FfmpegProcess send(String output) throws IOException {
        return processes.start(FfmpegCommand.of(("-nostdin -v error -re -f lavfi -i testsrc=size=320x240:rate=25"
                        + " -f lavfi -i sine=sample_rate=48000 -c:v libopenh264 -g 25 -c:a aac " + output)
                .split(" ")));
    }

    private Path film(String extension, String format, int seconds) throws Exception {
        Path film = directory.resolve("film." + extension);
        FfmpegProcess child = processes.start(FfmpegCommand.of(("-nostdin -v error"
                        + " -f lavfi -i testsrc=size=320x240:rate=25:d=%d -f lavfi -i sine=sample_rate=48000:d=%d"
                        + " -c:v libopenh264 -g 25 -c:a aac -f %s %s")
                .formatted(seconds, seconds, format, film)
                .split(" ")));
        assertThat(child.onExit().get(30, TimeUnit.SECONDS).reason()).isEqualTo(ExitReason.ENDED);
        return film;
    }

    /** Reads FLV (Adobe's specification, version 10.1, annex E.3 and E.4) up to a video tag of that time. */
    private static void assertTracksUntil(InputStream media, int milliseconds) throws IOException {
        DataInputStream in = new DataInputStream(media);
        assertThat(in.readNBytes(9)).startsWith('F', 'L', 'V', 1);
        boolean audio = false;
        int time = 0;
        while (time < milliseconds) {
            in.readInt(); // PreviousTagSize
            int type = in.readUnsignedByte() & 0x1f;
            int size = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
            int at = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
            in.readInt(); // TimestampExtended, StreamID
            in.skipNBytes(size);
            audio |= type == AUDIO;
            time = type == VIDEO ? at : time;
        }
        assertThat(audio).isTrue();
    }

    private static HttpServer serve(String path, byte[] body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/" + path, exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    private static String at(HttpServer server, String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    /** Answers OPTIONS as a camera does, and every other request with {@code status}; says nothing without one. */
    private static void answer(ServerSocket camera, String status) {
        try (Socket client = camera.accept()) {
            byte[] request = new byte[4096];
            for (int n = client.getInputStream().read(request);
                    n > 0;
                    n = client.getInputStream().read(request)) {
                String text = new String(request, 0, n, US_ASCII);
                String sequence = text.lines()
                        .filter(line -> line.startsWith("CSeq"))
                        .findFirst()
                        .orElse("CSeq: 1");
                String reply = text.startsWith("OPTIONS") ? "RTSP/1.0 200 OK\r\nPublic: DESCRIBE, SETUP, PLAY" : status;
                if (status != null) {
                    client.getOutputStream().write((reply + "\r\n" + sequence + "\r\n\r\n").getBytes(US_ASCII));
                }
            }
        } catch (IOException e) {
            // the program under test has hung up
        }
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Read from the kernel, for the listener serves the first connection and no other. */
    private static boolean isListening(int port) throws IOException {
        String listening = ":%04X 00000000:0000 0A".formatted(port);
        return Files.readString(Path.of("/proc/net/tcp")).contains(listening);
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
