package atrium.files.lock.redis;

import atrium.files.lock.Locks;
import atrium.files.problem.FileProblem;
import atrium.platform.problem.ProblemException;
import atrium.platform.redis.RedisConnector;
import atrium.platform.redis.RedisLink;
import atrium.platform.redis.RedisProperties;
import atrium.platform.redis.RedisUse;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks among the processes that share a bucket, as leases in Redis: a hash a lock with its holder's token, which ends by
 * itself unless it is renewed.
 *
 * <p>Who finds a lock held notes that it is wanted and says so on a channel that every process hears; the holder, when it
 * gives the lock back, says that in turn. Both are only to be quick: who waits asks again after {@link #POLL}, and when
 * the holder's lease ends. One timer renews all leases, and requests wait on their own virtual threads.
 *
 * <p>Without Redis nobody gets a lock: {@link FileProblem#LOCKS_AWAY}. Who has one keeps it until its lease would end and
 * is then told that it is lost; so it is with a Redis that comes back without what it knew.
 *
 * <p><b>What a lost lease can do.</b> A lease is over for its holder before it is for Redis, so only a process that stands
 * still between looking and acting, for longer than that, acts without the lock. There is no fencing token: what is in
 * the bucket bears two writers. Both bring the same bytes for the same places of a blob, and a blob's tail is replaced by
 * who has seen it only ({@code S3BlobStore}); an upload's entry that comes late never hides the file it has become
 * ({@code S3Catalog}); a blob that is shared, or is to be deleted, is so only if the lock of its content was still held
 * after the entry was written or removed. At worst an entry comes back that was removed meanwhile, and leads to no bytes,
 * or a room gets above its quota by what such a process adds.
 */
final class RedisLocks implements Locks, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisLocks.class);
    /** How long a waiter relies on being told. */
    static final Duration POLL = Duration.ofMillis(500);

    private static final RedisUse USE = new RedisUse("atrium-files", "uploads are refused", LockScripts.ALL);
    private static final Duration COME_AGAIN = Duration.ofSeconds(2);
    private static final String ASKED = "asked ";
    private static final String FREE = "free ";

    private final Duration timeout;
    private final Duration length;
    private final Duration patience;
    private final Duration poll;
    private final LongSupplier nanos;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("file-locks").factory());
    private final RedisConnector<RedisLink> connector;
    private final Leases leases;
    private final Lines lines = new Lines();

    /** @param words gives a new word each time, unlike any other process' */
    RedisLocks(
            RedisProperties redis,
            LeaseProperties properties,
            Supplier<String> words,
            Duration poll,
            LongSupplier nanos) {
        this.timeout = redis.timeout();
        this.length = properties.lease();
        this.patience = properties.patience();
        this.poll = poll;
        this.nanos = nanos;
        this.connector = new RedisConnector<>(redis, USE, timer, nanos, this::made);
        this.leases = new Leases(length, words, connector::link, nanos);
    }

    void start() {
        connector.start();
        leases.start(timer);
    }

    boolean isConnected() {
        return connector.link() != null;
    }

    @Override
    public Held hold(String name, Runnable askedBack) throws IOException {
        Lease lease = leases.begin(name, askedBack);
        try {
            await(lease, nanos.getAsLong() + patience.toNanos());
            return lease;
        } catch (IOException | RuntimeException e) {
            lease.close(); // whether it was taken may not be known
            throw e;
        }
    }

    @Override
    public Optional<Held> tryHold(String name, Runnable askedBack) throws IOException {
        Lease lease = leases.begin(name, askedBack);
        try {
            if (take(lease, "pass") == 0) {
                return Optional.of(lease);
            }
            leases.forget(lease);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private void await(Lease lease, long deadline) throws IOException {
        try (Lines.Place place = lines.join(lease.name())) {
            if (place.becomesFirst(deadline - nanos.getAsLong())) {
                long others = take(lease, "ask");
                while (others > 0 && deadline > nanos.getAsLong()) {
                    place.awaitNews(Math.min(deadline - nanos.getAsLong(), pause(others)));
                    others = take(lease, "ask");
                }
                if (others == 0) {
                    return;
                }
            }
            throw FileProblem.LOCKED.with(
                    "Another request is at work on this; it did not end within " + patience + ". Come again.");
        }
    }

    private long pause(long othersMillis) {
        return Math.min(poll.toNanos(), TimeUnit.MILLISECONDS.toNanos(othersMillis + 1));
    }

    /** Tries once; 0 if it is taken, else the milliseconds for which it is another's. */
    private long take(Lease lease, String how) throws IOException {
        RedisLink link = connector.link();
        if (link == null) {
            throw away();
        }
        long now = nanos.getAsLong();
        long others = answer(link.run(
                        LockScripts.TAKE,
                        Leases.keys(lease),
                        lease.token(),
                        Long.toString(length.toMillis()),
                        how,
                        Leases.CHANNEL)
                .toCompletableFuture());
        if (others == 0) {
            lease.take(now);
        }
        return others;
    }

    private long answer(CompletableFuture<Long> reply) throws InterruptedIOException {
        try {
            return reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking Redis for a lock");
        } catch (ExecutionException e) {
            log.warn("Redis did not give an answer about a lock", e.getCause());
            throw away();
        } catch (TimeoutException e) {
            throw away();
        }
    }

    private static ProblemException away() {
        return FileProblem.LOCKS_AWAY
                .with("What other requests do cannot be known at the moment; nothing was changed. Come again.")
                .retryAfter(COME_AGAIN);
    }

    /** A link is of use once the channel is heard. */
    private CompletionStage<RedisLink> made(RedisLink link) {
        link.listen(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String text) {
                heard(text);
            }
        });
        return link.feed().subscribe(Leases.CHANNEL).thenApply(done -> link);
    }

    private void heard(String text) {
        if (text.startsWith(ASKED)) {
            leases.asked(text.substring(ASKED.length()));
        } else if (text.startsWith(FREE)) {
            lines.free(text.substring(FREE.length()));
        }
    }

    /** What is held still ends by itself. */
    @Override
    public void close() {
        connector.close();
        timer.shutdown();
    }
}
