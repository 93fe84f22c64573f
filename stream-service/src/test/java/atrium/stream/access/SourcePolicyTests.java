package atrium.stream.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.address.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePolicyTests {

    private static final List<Network> EVERYWHERE = List.of(Network.valueOf("0.0.0.0/0"), Network.valueOf("::/0"));

    private static final Map<String, List<String>> NAMES = Map.of(
            "camera.example", List.of("192.168.1.20"),
            "public.example", List.of("203.0.113.5", "2001:db8::5"),
            "localhost", List.of("127.0.0.1", "::1"),
            "looks-public.example", List.of("127.0.0.1"),
            "one-of-two.example", List.of("203.0.113.5", "169.254.169.254"),
            "mapped.example", List.of("::ffff:127.0.0.1"));

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://camera.example/x",
                "rtsp://192.168.1.20:554/x",
                "http://public.example/live.flv",
                "http://[2001:db8::5]/live.flv",
                "udp://239.1.1.1:5000",
                "udp://:5000",
                "udp://@239.1.1.1:5000?localaddr=192.168.1.2&sources=10.0.0.1,10.0.0.2",
                "srt://:9000?mode=listener&passphrase=longenough12",
                "rtsp://camera.example/x?channel=1&proto=tcp",
                "srt://0.0.0.0:9000?mode=listener"
            })
    void anOrdinarySource_isAllowed(String url) {
        assertThatCode(() -> check(url, defaults())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rtsp://127.0.0.1/x                  | is this machine
                    rtsp://127.255.255.254/x            | is this machine
                    rtsp://0.0.0.0/x                    | is this machine
                    rtsp://0.1.2.3/x                    | is this machine
                    rtsp://[::1]/x                      | is this machine
                    rtsp://[::]/x                       | is this machine
                    rtsp://[::ffff:127.0.0.1]/x         | is this machine
                    rtsp://[::ffff:7f00:1]/x            | is this machine
                    rtsp://[::127.0.0.1]/x              | is this machine
                    rtsp://[64:ff9b::127.0.0.1]/x       | is this machine
                    rtsp://[2002:7f00:1::]/x            | is this machine
                    rtsp://localhost/x                  | is this machine
                    http://looks-public.example/x       | is this machine
                    http://mapped.example/x             | is this machine
                    srt://127.0.0.1:9000?mode=listener&mode=caller | is given twice
                    http://169.254.169.254/latest/      | is link-local
                    http://[fe80::1]/x                  | is link-local
                    http://[64:ff9b::a9fe:a9fe]/x       | is link-local
                    http://one-of-two.example/x         | is link-local
                    rtsp://239.1.1.1/x                  | is not the address of one machine
                    rtsp://255.255.255.255/x            | is not the address of one machine
                    rtsp://[ff02::1]/x                  | is not the address of one machine
                    http://nowhere.example/x            | no such host
                    file:///etc/passwd                  | are not allowed
                    udp://239.1.1.1                     | needs a port
                    srt://public.example                | needs a port
                    udp://camera.example:5000           | needs an address
                    srt://camera.example:1?mode=listener | needs an address
                    udp://:5000?timeout=0               | the option timeout is not one of udp sources
                    udp://:5000?connect=1               | the option connect is not one of udp sources
                    udp://:5000?localaddr=evil.example  | the option localaddr is not an address
                    udp://:5000?sources=10.0.0.1,x      | the option sources is not an address
                    srt://public.example:1?listen_timeout=1 | the option listen_timeout is not one of srt sources
                    srt://public.example:1?mode=rendezvous | expected: caller or listener
                    rtsp://camera.example/x?udp         | expected: the stream's transport
                    rtsp://camera.example/x?a=b&multicast | expected: the stream's transport
                    rtsp://camera.example/x?a=1?tcp     | expected: the stream's transport
                    """)
    void aHostileSource_isRefused(String url, String reason) {
        assertThatThrownBy(() -> check(url, defaults()))
                .isInstanceOf(SourceRefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void loopbackAndLinkLocal_areAllowedWhenTheConfigurationSaysSo() {
        SourceProperties open = properties(EVERYWHERE, true, true, null);

        for (String url : List.of("rtsp://127.0.0.1/x", "rtsp://[::1]/x", "http://169.254.1.1/x")) {
            assertThatCode(() -> check(url, open)).doesNotThrowAnyException();
        }
    }

    @Test
    void onlyTheAllowedNetworks_areReached() {
        SourceProperties home = properties(List.of(Network.valueOf("192.168.0.0/16")), false, false, null);

        assertThatCode(() -> check("rtsp://camera.example/x", home)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check("http://public.example/x", home)).hasMessageContaining("allowed-networks");
    }

    @Test
    void aFile_mustLieInTheDirectoryEvenThroughALink() throws Exception {
        Path inside = Files.createDirectory(directory.resolve("loops"));
        Path outside = Files.createFile(directory.resolve("secret"));
        Files.createFile(inside.resolve("a.mp4"));
        Files.createSymbolicLink(inside.resolve("link.mp4"), outside);
        SourceProperties files = properties(EVERYWHERE, false, false, inside);

        assertThatCode(() -> check("file:" + inside + "/a.mp4", files)).doesNotThrowAnyException();
        for (String bad : List.of("/link.mp4", "/../secret", "/absent.mp4")) {
            assertThatThrownBy(() -> check("file:" + inside + bad, files)).isInstanceOf(SourceRefusedException.class);
        }
        assertThatThrownBy(() -> check("file:" + inside + "/a.mp4", properties(EVERYWHERE, false, false, null)))
                .hasMessageContaining("file-directory");
    }

    private static SourceProperties defaults() {
        Set<SourceScheme> schemes = Set.of(SourceScheme.RTSP, SourceScheme.HTTP, SourceScheme.SRT, SourceScheme.UDP);
        return new SourceProperties(schemes, EVERYWHERE, false, false, true, null);
    }

    private static SourceProperties properties(
            List<Network> networks, boolean loopback, boolean linkLocal, @Nullable Path files) {
        return new SourceProperties(Set.of(SourceScheme.values()), networks, loopback, linkLocal, true, files);
    }

    private static void check(String url, SourceProperties properties) throws SourceRefusedException {
        new SourcePolicy(() -> properties, SourcePolicyTests::resolve).check(SourceUrl.parse(url));
    }

    /** Knows the names above, and reads addresses as the system does. */
    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        if (NAMES.containsKey(host)) {
            return NAMES.get(host).stream().map(InetAddress::ofLiteral).toList();
        }
        if (host.endsWith(".example")) {
            throw new UnknownHostException(host);
        }
        return HostResolver.system().resolve(host);
    }
}
