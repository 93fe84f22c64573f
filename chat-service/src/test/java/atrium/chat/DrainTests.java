package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class DrainTests {

    @Test
    void a_service_that_stops_says_1001_to_everybody_and_ends_soon() throws Exception {
        ConfigurableApplicationContext service = SpringApplication.run(
                ChatApplication.class,
                "--atrium.config=classpath:atrium-alone.yaml",
                "--atrium.chat.connection.close-grace=500ms",
                "--atrium.chat.danmaku.server.port=0",
                "--server.port=0");
        int port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        try (var polite = WebSocketPeer.plain(port, "/ws");
                var silent = WebSocketPeer.json(port, "/ws");
                var danmaku = DanmakuPeer.in(service.getBean(NettyServer.class).port(), "lobby", "Dan");
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            silent.json("welcome");
            long start = System.nanoTime();

            var stopped = executor.submit(service::close);

            assertThat(polite.read().closeCode()).isEqualTo(1001);
            polite.send(WebSocketPeer.FIN | WebSocketPeer.CLOSE, new byte[] {0x03, (byte) 0xE9});
            assertThat(polite.ended()).isTrue();
            assertThat(danmaku.read()).isEqualTo("type@=error/code@=going_away/detail@=going away/");
            assertThat(danmaku.ended()).isTrue();
            stopped.get(30, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        } finally {
            service.close();
        }
    }
}
