package atrium.files.lock.redis;

import atrium.platform.redis.RedisLink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leases of this process, by token, which one timer renews. Any thread. */
final class Leases {

    /** Where it is said who is asked for a lock, {@code asked <token>}, and which is free, {@code free <name>}. */
    static final String CHANNEL = "atrium:files:locks";

    private static final Logger log = LoggerFactory.getLogger(Leases.class);
    private static final String KEY = "atrium:files:lock:{%s}";
    private static final int LOOKS = 12;

    private final Duration length;
    private final Supplier<String> words;
    private final Supplier<@Nullable RedisLink> link;
    private final LongSupplier nanos;
    private final Map<String, Lease> leases = new ConcurrentHashMap<>();

    /** @param words gives a new word each time, unlike any other process' */
    Leases(Duration length, Supplier<String> words, Supplier<@Nullable RedisLink> link, LongSupplier nanos) {
        this.length = length;
        this.words = words;
        this.link = link;
        this.nanos = nanos;
    }

    void start(ScheduledExecutorService timer) {
        long pause = Math.max(1, length.toMillis() / LOOKS);
        timer.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    static String key(String name) {
        return KEY.formatted(name);
    }

    /** What a script about {@code lease} touches. */
    static String[] keys(Lease lease) {
        return new String[] {key(lease.name())};
    }

    /** A lease that is still to be taken; known from now on, since it may be asked back before its taker knows of it. */
    Lease begin(String name, Runnable askedBack) {
        Lease lease = new Lease(name, words.get(), askedBack, this, length, nanos);
        leases.put(lease.token(), lease);
        return lease;
    }

    /** Somebody wants the lock with this token, which may be another process'. */
    void asked(String token) {
        Lease lease = leases.get(token);
        if (lease != null) {
            lease.askBack();
        }
    }

    /** Gives it back, if it was not. Without Redis it ends by itself, as that of a killed process. */
    void give(Lease lease) {
        RedisLink now = link.get();
        if (leases.remove(lease.token()) != null && now != null) {
            now.run(LockScripts.GIVE, keys(lease), lease.token(), lease.name(), CHANNEL)
                    .whenComplete((given, e) -> {
                        if (e != null) {
                            log.debug("the lock {} was not given back and will end by itself", lease.name(), e);
                        }
                    });
        }
    }

    /** Forgets one that was not taken. */
    void forget(Lease lease) {
        leases.remove(lease.token());
    }

    private void look() {
        RedisLink over = link.get();
        long now = nanos.getAsLong();
        leases.values().stream().filter(Lease::isTaken).forEach(lease -> {
            if (lease.isOver(now)) {
                lose(lease, "it could not be renewed in time");
            } else if (over != null && lease.isDue(now)) {
                renew(lease, over, now);
            }
        });
    }

    private void renew(Lease lease, RedisLink over, long now) {
        over.run(LockScripts.RENEW, keys(lease), lease.token(), Long.toString(length.toMillis()))
                .whenComplete((renewed, e) -> {
                    if (e != null) {
                        lease.renewalFailed(now);
                    } else if (renewed == 1) {
                        lease.renew(now);
                    } else if (leases.containsKey(lease.token())) {
                        lose(lease, "Redis does not know of it");
                    }
                });
    }

    private void lose(Lease lease, String why) {
        if (leases.remove(lease.token()) != null) {
            log.warn("the lock {} was lost: {}", lease.name(), why);
            lease.lose();
        }
    }
}
