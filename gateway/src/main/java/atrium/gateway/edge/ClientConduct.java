package atrium.gateway.edge;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * What a client's connection must do to be kept: send heads that can be read, the whole of one in time, and go on sending a
 * body that it has begun. Who does not is told so, unless it is being answered already, and cut.
 *
 * <p>Reactor Netty's own time-outs do not tell a body that drips from one that flows, nor a client that is slow from a
 * service that is, and know none for heads. An answer may take for ever; a tunnel takes this handler out.
 *
 * <p>Used on the connection's event loop only, behind the HTTP codec; a second handler before it sees the bytes. A request
 * that comes in one piece costs no timer.
 */
final class ClientConduct extends ChannelDuplexHandler {

    private final Supplier<PaceProperties> properties;
    private final Counter slow;

    private Reading reading = Reading.NOTHING;

    /** Requests whose answers have not ended. */
    private int answering;

    /** Whether the answer that runs, or comes next, has begun. */
    private boolean answerBegun;

    private boolean bytesCame;
    private boolean messagesCame;
    private boolean ended;
    private @Nullable Future<?> check;

    /** Whether more has been asked for, since when, how long before that in this interval, and what it brought. */
    private boolean waiting;

    private long waitingSince;
    private long waited;
    private long received;

    /** What the client is in the middle of sending. */
    private enum Reading {
        NOTHING,
        HEAD,
        BODY
    }

    private ClientConduct(Supplier<PaceProperties> properties, Counter slow) {
        this.properties = properties;
        this.slow = slow;
    }

    /** Adds this to a connection of HTTP/1.1. */
    static void watch(ChannelPipeline pipeline, Supplier<PaceProperties> properties, Counter slow) {
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            ClientConduct conduct = new ClientConduct(properties, slow);
            pipeline.addBefore(NettyPipeline.HttpCodec, "atrium.bytes", conduct.new Bytes());
            pipeline.addAfter(NettyPipeline.HttpCodec, "atrium.conduct", conduct);
        }
    }

    /** Sees what the codec keeps to itself: that a head has begun, and that it asks for more of what it cannot read yet. */
    private final class Bytes extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            bytesCame = true;
            if (waiting) {
                waiting = false;
                waited += System.nanoTime() - waitingSince;
            }
            context.fireChannelRead(bytes);
        }

        @Override
        public void read(ChannelHandlerContext context) {
            if (reading == Reading.BODY && !waiting) {
                waiting = true;
                waitingSince = System.nanoTime();
            }
            context.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        messagesCame = true;
        if (ended) {
            ReferenceCountUtil.release(message);
            return;
        }
        EarlyAnswer fault = message instanceof HttpRequest request ? RequestFault.of(request) : fault(message);
        if (fault == null) {
            account(message);
            context.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
            end(context, mayAnswer(message) ? fault : null);
        }
    }

    private static @Nullable EarlyAnswer fault(Object message) {
        boolean broken =
                message instanceof HttpContent part && part.decoderResult().isFailure();
        return broken ? EarlyAnswer.UNREADABLE : null;
    }

    /** Whether what is said now would be taken for the answer to the request that {@code message} is of. */
    private boolean mayAnswer(Object message) {
        return message instanceof HttpRequest ? answering == 0 : answering == 1 && !answerBegun;
    }

    private void account(Object message) {
        if (message instanceof HttpRequest) {
            stopWatching(Reading.BODY);
            answering++;
            waiting = false;
        }
        if (message instanceof HttpContent content) {
            received += content.content().readableBytes();
            if (message instanceof LastHttpContent) {
                stopWatching(Reading.NOTHING);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        boolean headBegan = bytesCame && !messagesCame;
        bytesCame = false;
        messagesCame = false;
        if (reading == Reading.BODY && check == null) {
            newInterval(context);
        } else if (headBegan && reading == Reading.NOTHING && answering == 0 && !ended) {
            reading = Reading.HEAD;
            later(context, properties.get().headTimeout().toNanos(), () -> cut(context, true));
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (ended) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        countAnswers(message);
        context.write(message, promise);
    }

    private void countAnswers(Object message) {
        boolean interim = false;
        if (message instanceof HttpResponse answer) {
            interim = answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            answerBegun |= !interim;
        }
        if (message instanceof LastHttpContent && !interim && answering > 0) {
            answering--;
            answerBegun = false;
        }
    }

    private void newInterval(ChannelHandlerContext context) {
        waited = 0;
        received = 0;
        waitingSince = System.nanoTime();
        later(context, properties.get().bodyInterval().toNanos(), () -> checkBody(context));
    }

    private void checkBody(ChannelHandlerContext context) {
        long soFar = waited + (waiting ? System.nanoTime() - waitingSince : 0);
        long missing = properties.get().bodyInterval().toNanos() - soFar;
        if (missing > 0) {
            later(context, missing, () -> checkBody(context));
        } else if (received < properties.get().bodyMinimum().toBytes()) {
            cut(context, answering == 1 && !answerBegun);
        } else {
            newInterval(context);
        }
    }

    private void cut(ChannelHandlerContext context, boolean mayAnswer) {
        slow.increment();
        end(context, mayAnswer ? EarlyAnswer.TOO_SLOW : null);
    }

    private void end(ChannelHandlerContext context, @Nullable EarlyAnswer answer) {
        ended = true;
        stopWatching(Reading.NOTHING);
        if (answer == null) {
            context.close();
        } else {
            answer.end(context.channel());
        }
    }

    private void later(ChannelHandlerContext context, long nanos, Runnable step) {
        check = context.executor().schedule(step, nanos, TimeUnit.NANOSECONDS);
    }

    private void stopWatching(Reading next) {
        reading = next;
        if (check != null) {
            check.cancel(false);
            check = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopWatching(Reading.NOTHING);
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stopWatching(Reading.NOTHING);
    }
}
