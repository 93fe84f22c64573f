package atrium.platform.blocking;

import atrium.platform.problem.ProblemException;
import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Where requests block: a virtual thread each, never an event loop.
 *
 * <p>A request whose client leaves is not interrupted. An interrupt closes the {@code FileChannel} it hits; the body
 * ends by itself instead, and the work comes to its orderly end.
 */
public final class Workers implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Workers.class);

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("worker-", 0).factory());

    /** Runs {@code work}, which gives a value, when somebody subscribes; its result arrives on the event loop. */
    public <T> Mono<T> call(ServerWebExchange exchange, Callable<T> work) {
        return Mono.<T>create(sink -> threads.execute(() -> run(work, new Answer<>(sink))))
                .publishOn(eventLoopOf(exchange));
    }

    /**
     * Where the answer is to be written. From another thread Reactor Netty 1.3.7 flushes an answer in one task and ends
     * the request in the next; if the client's next request comes in between, on a connection that was being read for
     * a body, it is parked, and nobody reads the connection any more (reactor-netty issue 4361). What is there already
     * goes on at once.
     */
    public static Scheduler eventLoopOf(ServerWebExchange exchange) {
        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        EventLoop[] loop = new EventLoop[1];
        request.withConnection(connection -> loop[0] = connection.channel().eventLoop());
        return Schedulers.fromExecutor(task -> runOn(loop[0], task));
    }

    private static void runOn(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private static <T> void run(Callable<T> work, Answer<T> answer) {
        try {
            answer.sink.success(work.call());
        } catch (Exception e) {
            answer.fail(e);
        }
    }

    @Override
    public void destroy() {
        threads.shutdown();
    }

    /** Knows whether somebody still waits, because an error that nobody waits for would be logged as a bug. */
    private static final class Answer<T> {

        private final MonoSink<T> sink;
        private volatile boolean left;

        Answer(MonoSink<T> sink) {
            this.sink = sink;
            sink.onCancel(() -> left = true);
        }

        void fail(Exception e) {
            if (!left) {
                sink.error(e);
            } else if (!(e instanceof ProblemException)) {
                log.warn("a request failed after its client had left", e);
            }
        }
    }
}
