package atrium.stream.pull;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import atrium.stream.ingest.ffmpeg.RtspTransport;
import atrium.stream.live.StreamState;
import atrium.stream.media.Track;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every other kind of source, with ffmpeg at both ends. */
@Timeout(90)
class PulledSourceIT {

    @TempDir
    private Path directory;

    private Pulls pulls;

    @BeforeEach
    void setUp() throws Exception {
        pulls = new Pulls(directory);
        pulls.name("peer.test", "127.0.0.1");
    }

    @AfterEach
    void tearDown() {
        pulls.close();
    }

    @Test
    void srtListener_isPublishedTo() throws Exception {
        int port = freeUdpPort();
        pulls.pull("s", "srt://:" + port + "?mode=listener&passphrase=longenough12");

        pulls.send("-f mpegts srt://127.0.0.1:" + port + "?connect_timeout=10000&passphrase=longenough12");

        assertThat(pulls.awaitLive("s").tracks().audio()).isNotNull();
    }

    @Test
    void srtCaller_callsTheAddressThatWasChecked() throws Exception {
        int port = freeUdpPort();
        pulls.send("-f mpegts srt://127.0.0.1:" + port + "?mode=listener");

        pulls.pull("s", "srt://peer.test:" + port + "?connect_timeout=10000");

        pulls.awaitLive("s");
    }

    @Test
    void udpListeners_receiveSeveralAtOnce() throws Exception {
        for (String stream : new String[] {"a", "b", "c"}) {
            int port = freeUdpPort();
            pulls.pull(stream, "udp://127.0.0.1:" + port);
            pulls.send("-f mpegts udp://127.0.0.1:" + port + "?pkt_size=1316");
        }

        pulls.awaitLive("a");
        pulls.awaitLive("b");
        pulls.awaitLive("c");
    }

    @Test
    void aUdpListener_listensAtItsAddressOnly() throws Exception {
        int port = freeUdpPort();
        pulls.pull("s", "udp://127.0.0.1:" + port);

        await().until(() -> Files.readString(Path.of("/proc/net/udp")).contains("0100007F:%04X ".formatted(port)));

        assertThat(Files.readString(Path.of("/proc/net/udp"))).doesNotContain("00000000:%04X ".formatted(port));
    }

    @Test
    void multicast_isJoinedOnTheInterfaceOfLocaladdr() throws Exception {
        int port = freeUdpPort();
        pulls.pull("s", "udp://@239.255.42.1:" + port + "?localaddr=127.0.0.1");

        pulls.send("-f mpegts udp://239.255.42.1:" + port + "?pkt_size=1316&localaddr=127.0.0.1&ttl=0");

        pulls.awaitLive("s");
    }

    @Test
    void ofTwoSendersToOnePort_sourcesChoosesOne() throws Exception {
        int port = freeUdpPort();
        pulls.pull("s", "udp://127.0.0.1:" + port + "?sources=127.0.0.2");

        pulls.send("-f mpegts udp://127.0.0.1:" + port + "?pkt_size=1316&localaddr=127.0.0.3");
        assertThat(pulls.awaitReason("s")).startsWith("timed out"); // the other one is not heard
        pulls.send("-f mpegts udp://127.0.0.1:" + port + "?pkt_size=1316&localaddr=127.0.0.2");

        pulls.awaitLive("s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://127.0.0.1:%d", "srt://127.0.0.1:%d?mode=listener"})
    void aPortThatIsTaken_isTheReason(String url) throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            pulls.pull("s", url.formatted(taken.getLocalPort()));

            assertThat(pulls.awaitReason("s")).startsWith("the port is taken");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://192.0.2.1:%d", "srt://192.0.2.1:%d?mode=listener"})
    void anAddressThatIsNotOurs_isTheReason(String url) throws Exception {
        pulls.pull("s", url.formatted(freeUdpPort()));

        assertThat(pulls.awaitReason("s")).startsWith("the address to listen at is not one of this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://127.0.0.1:%d", "srt://127.0.0.1:%d?mode=listener"})
    void whereNobodySends_theStreamSaysSoAndTriesAgain(String url) throws Exception {
        pulls.pull("s", url.formatted(freeUdpPort()));

        assertThat(pulls.awaitReason("s")).startsWith("timed out");
        await().until(() -> pulls.status("s").state() == StreamState.BACKING_OFF);
        await().until(() -> pulls.status("s").state() == StreamState.STARTING);
    }

    @Test
    void rtmp_isPulledUnderItsName() throws Exception {
        int port = freeTcpPort();
        pulls.send("-f flv -listen 1 rtmp://127.0.0.1:" + port + "/live/x");
        await().until(() -> isListening(port));

        pulls.pull("s", "rtmp://peer.test:" + port + "/live/x");

        pulls.awaitLive("s");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mp4        | -c:a aac -f mp4
                    mkv        | -c:a pcm_s16le -f matroska
                    ts         | -c:a mp2 -f mpegts
                    ac3.ts     | -c:a ac3 -f mpegts
                    mp3.mkv    | -c:a libmp3lame -f matroska
                    g711.mkv   | -c:a pcm_alaw -f matroska
                    """)
    void aFileInALoop_isSeenAndHeardWhateverItsAudio(String extension, String output) throws Exception {
        pulls.film(2, output + " " + directory.resolve("film." + extension));

        pulls.pull("s", "file://" + directory.resolve("film." + extension));

        pulls.awaitLive("s");
        await().until(() -> pulls.status("s").tracks().audio() instanceof Track.Aac);
        assertThat(pulls.status("s").reason()).isNull();
    }

    @Test
    void anIntercomOfG711_isHeardThroughTheRelay() throws Exception {
        try (Intercom intercom = new Intercom()) {
            pulls.pull("s", "rtsp://u:hunter22@peer.test:" + intercom.port() + "/door");

            await().until(() -> pulls.status("s").tracks().audio() instanceof Track.Aac);
        }
    }

    /** A camera that does not let the user stay where he is. */
    @ParameterizedTest
    @CsvSource({"OPTIONS, TCP", "DESCRIBE, TCP", "DESCRIBE, UDP"})
    void aCameraThatRedirects_isRefused(String at, RtspTransport transport) throws Exception {
        try (ServerSocket camera = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String location = "rtsp://127.0.0.1:" + other.getLocalPort() + "/secret";
            Thread.ofVirtual().start(() -> redirect(camera, at, location));

            pulls.pull("s", "rtsp://u:hunter22@peer.test:" + camera.getLocalPort() + "/cam", transport);

            assertThat(pulls.awaitReason("s")).startsWith("the source redirects");
            other.setSoTimeout(500);
            assertThat(catchThrowable(other::accept)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void anRtspHostThatChangesItsAddress_isCheckedWhereItIsConnectedTo() {
        pulls.name("rebinding.test", "127.0.0.1", "169.254.169.254");

        pulls.pull("s", "rtsp://rebinding.test:1/cam");

        assertThat(pulls.awaitReason("s")).contains("169.254.169.254 is link-local");
    }

    private static void redirect(ServerSocket camera, String at, String location) {
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
                String reply = text.startsWith(at)
                        ? "RTSP/1.0 302 Moved\r\nLocation: " + location
                        : "RTSP/1.0 200 OK\r\nPublic: DESCRIBE, SETUP, PLAY";
                client.getOutputStream().write((reply + "\r\n" + sequence + "\r\n\r\n").getBytes(US_ASCII));
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

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(int port) throws IOException {
        return Files.readString(Path.of("/proc/net/tcp")).contains(":%04X 00000000:0000 0A".formatted(port));
    }
}
