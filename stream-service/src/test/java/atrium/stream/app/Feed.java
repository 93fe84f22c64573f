package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A publisher that goes on by itself: pictures and sound at their pace, until it is closed. */
final class Feed implements Closeable {

    private static final int GROUP = 25;

    /** Milliseconds. */
    private static final int PICTURE = 40;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final RtmpPublisher publisher;
    private int next;

    Feed(int port, String name, String key) throws IOException {
        publisher = new RtmpPublisher(port);
        assertThat(publisher.publish("live", name + "?key=" + key)).isEqualTo("NetStream.Publish.Start");
        publisher.configurations();
        timer.scheduleAtFixedRate(this::send, 0, PICTURE, TimeUnit.MILLISECONDS);
    }

    private void send() {
        try {
            publisher.picture(next % GROUP == 0, next * PICTURE, 500);
            publisher.sound(next * PICTURE + 5, 20);
            next++;
        } catch (IOException e) {
            timer.shutdown(); // the service has closed the connection
        }
    }

    @Override
    public void close() throws IOException {
        timer.close();
        publisher.close();
    }
}
