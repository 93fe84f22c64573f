package atrium.platform.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyServerTests {

    private final EventLoops loops = new EventLoops(1);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final NettyServer server = server(0, 2);

    @AfterEach
    void stop() {
        server.stop();
        loops.destroy();
    }

    @Test
    void serves_its_pipeline_and_counts_its_connections() throws IOException {
        server.start();
        try (Socket client = connect()) {
            client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));

            assertThat(client.getInputStream().readNBytes(5))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("hello");
            assertThat(meters.get("atrium.server.connections").gauge().value()).isEqualTo(1);
        }
        await().until(() -> meters.get("atrium.server.connections").gauge().value() == 0);
    }

    @Test
    void one_connection_too_many_is_closed_and_counted_and_the_others_stay() throws IOException {
        server.start();
        try (Socket first = connect();
                Socket second = connect();
                Socket third = connect()) {
            assertThat(third.getInputStream().read()).isEqualTo(-1);
            assertThat(meters.get("atrium.server.refused").counter().count()).isEqualTo(1);
            first.getOutputStream().write('x');
            assertThat(first.getInputStream().read()).isEqualTo('x');
            assertThat(second.isConnected()).isTrue();
        }
    }

    @Test
    void stopping_closes_what_is_open_and_frees_the_port() throws IOException {
        server.start();
        int port = server.port();
        try (Socket client = connect()) {
            client.getOutputStream().write('x');
            assertThat(client.getInputStream().read()).isEqualTo('x');

            server.stop();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(server.isRunning()).isFalse();
        NettyServer next = server(port, 1);
        next.start();
        next.stop();
    }

    @Test
    void what_was_stopped_serves_again_once_it_is_started() throws IOException {
        server.start();
        server.stop();
        server.start();
        try (Socket client = connect()) {
            client.getOutputStream().write('x');
            assertThat(client.getInputStream().read()).isEqualTo('x');
            assertThat(meters.get("atrium.server.connections").gauge().value()).isEqualTo(1);
        }
    }

    @Test
    void a_taken_port_is_named_with_its_server() {
        server.start();

        assertThatThrownBy(() -> server(server.port(), 1).start())
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining("echo cannot listen on 127.0.0.1:" + server.port());
    }

    private NettyServer server(int port, int connections) {
        return new NettyServer(
                "echo",
                new NettyServerProperties("127.0.0.1", port, connections),
                loops,
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Echo());
                    }
                },
                0,
                meters);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static final class Echo extends SimpleChannelInboundHandler<ByteBuf> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            context.writeAndFlush(bytes.retain());
        }
    }
}
