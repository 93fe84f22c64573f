package atrium.files.transfer;

import atrium.files.transfer.NameReader.Opening;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.BodyCutException.Reason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One sender, from its name to the last answer. {@link #run} is its thread's; {@link #cut} is for any thread. */
final class TransferConnection {

    /** Fewer calls of the kernel than a smaller one; a larger one would not stay in the processor's cache. */
    private static final int BUFFER = 256 * 1024;

    private static final int PAGE = 4096;

    /** What a refused sender may still send: a connection that is closed over unread bytes may lose the answer. */
    private static final int MAX_SKIPPED = 1024 * 1024;

    private static final Duration SKIPPING = Duration.ofSeconds(1);

    private final SocketChannel channel;
    private final InetAddress peer;
    private final Destination destination;
    private final Terms terms;
    private final Outcomes outcomes;
    private final ScheduledExecutorService timer;
    private final Patience patience;
    private final SocketBody body;
    private volatile boolean ended;
    private volatile @Nullable Future<?> watch;

    TransferConnection(
            SocketChannel channel,
            InetAddress peer,
            Destination destination,
            Terms terms,
            Outcomes outcomes,
            ScheduledExecutorService timer) {
        this.channel = channel;
        this.peer = peer;
        this.destination = destination;
        this.terms = terms;
        this.outcomes = outcomes;
        this.timer = timer;
        this.patience = new Patience(terms.idleTimeout(), terms.leastRate(), System::nanoTime);
        this.body = new SocketBody(channel, patience);
    }

    /**
     * Takes a file, or says why not; the connection is closed then.
     *
     * @param objection why this sender may not send, if so
     */
    void run(Optional<String> objection) {
        try (channel) {
            take(objection);
        } catch (IOException e) {
            // The sender is gone, and with it whoever could be told.
        }
    }

    /** Ends the transfer, if it still runs; it leaves nothing. */
    void cut(Reason reason) {
        body.cut(reason);
    }

    private void take(Optional<String> objection) throws IOException {
        Received file = keptOrRefused(objection);
        if (file != null) {
            outcomes.received(peer, file);
            say(file.answer());
        }
    }

    private @Nullable Received keptOrRefused(Optional<String> objection) throws IOException {
        try {
            if (objection.isPresent()) {
                throw new TransferRefusedException(objection.get());
            }
            return receive(opening());
        } catch (TransferRefusedException e) {
            Reason cut = body.reason();
            refuse(cut == null ? e.getMessage() : wordsFor(cut));
        } catch (BodyCutException e) {
            refuse(wordsFor(e.reason()));
        } catch (IOException | RuntimeException e) {
            outcomes.failed(e);
            tell(new Answer.Refused("the file could not be kept"));
        }
        return null;
    }

    private Opening opening() throws IOException {
        try {
            return new NameReader(TimedInput.of(channel)).read(terms.nameTimeout(), terms.namePause());
        } catch (TransferRefusedException e) {
            throw e;
        } catch (IOException e) {
            throw new BodyCutException(Reason.GONE);
        }
    }

    private Received receive(Opening opening) throws IOException {
        try (Arena memory = Arena.ofConfined();
                Destination.Receiving receiving = destination.open(opening.name())) {
            say(new Answer.Ok());
            body.begin(opening.rest(), memory.allocate(BUFFER, PAGE).asByteBuffer());
            return watched(receiving);
        }
    }

    private Received watched(Destination.Receiving receiving) throws IOException {
        watch();
        try {
            return receiving.receive(body);
        } finally {
            ended = true;
            Future<?> last = watch;
            if (last != null) {
                last.cancel(false);
            }
        }
    }

    private void watch() {
        Duration left = patience.left();
        if (ended) {
            return;
        }
        if (left.isPositive()) {
            watch = timer.schedule(this::watch, Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
        } else {
            cut(Reason.SILENT);
        }
    }

    private void refuse(String reason) throws IOException {
        outcomes.refused(peer, reason);
        if (body.reason() != Reason.GONE) {
            tell(new Answer.Refused(reason));
        }
    }

    /** The last word; then reads on a little, so that it arrives. */
    private void tell(Answer.Refused refusal) throws IOException {
        say(refusal);
        channel.shutdownOutput();
        TimedInput input = TimedInput.of(channel);
        byte[] waste = new byte[16 * 1024];
        long end = System.nanoTime() + SKIPPING.toNanos();
        int skipped = 0;
        for (int read = 0; read >= 0 && skipped < MAX_SKIPPED && System.nanoTime() < end; skipped += read) {
            read = input.read(waste, 0, Duration.ofNanos(end - System.nanoTime()));
        }
    }

    private void say(Answer answer) throws BodyCutException {
        ByteBuffer wire = ByteBuffer.wrap(answer.wire().getBytes(StandardCharsets.UTF_8));
        try {
            while (wire.hasRemaining()) {
                channel.write(wire);
            }
        } catch (IOException e) {
            throw new BodyCutException(Reason.GONE);
        }
    }

    private String wordsFor(Reason reason) {
        return switch (reason) {
            case GONE -> "the connection broke";
            case SILENT ->
                "the bytes stopped coming, or came too slowly (expected: some within "
                        + terms.idleTimeout().toSeconds() + " s, and at least " + terms.leastRate()
                        + " bytes a second)";
            case TAKEN_BACK, STOPPING -> "the receiver is stopping";
        };
    }
}
