package atrium.nacos.publisher;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Waits for the server, makes the first administrator once, logs in. */
final class NacosSession {

    /** Nacos 3 has no user until somebody makes this one; its name is fixed. */
    private static final String FIRST_USER = "nacos";

    /** A server that caches users and roles, as the official image does, takes up to 15 s to know a new one. */
    private static final Duration FIRST_LOGIN = Duration.ofSeconds(30);

    /** The same server refuses right passwords for some seconds after a restart, until its cache is filled. */
    private static final Duration AFTER_RESTART = Duration.ofSeconds(10);

    private static final Duration BETWEEN = Duration.ofMillis(250);

    private final NacosApi nacos;
    private final Pause pause;

    NacosSession(NacosApi nacos, Pause pause) {
        this.nacos = nacos;
        this.pause = pause;
    }

    /** @throws PublisherException if it is not ready in time */
    void awaitReady(Duration wait) {
        if (!until(wait, this::ready)) {
            throw new PublisherException(
                    ExitCode.UNREACHABLE,
                    "no Nacos ready at " + nacos.address() + " after " + wait.toSeconds()
                            + " s. Start it, or set ATRIUM_NACOS_ADDR to host:port");
        }
    }

    /** @throws PublisherException if the server refuses the pair */
    void logIn(String username, String password) {
        if (tryLogIn(username, password)) {
            return;
        }
        boolean first = FIRST_USER.equals(username) && createFirstUser(password);
        if (!until(first ? FIRST_LOGIN : AFTER_RESTART, () -> tryLogIn(username, password))) {
            throw new PublisherException(
                    ExitCode.REFUSED,
                    "Nacos at " + nacos.address() + " refused user " + username
                            + ". Check ATRIUM_NACOS_USERNAME and ATRIUM_NACOS_PASSWORD");
        }
    }

    private boolean ready() {
        try {
            return nacos.get("/v3/admin/core/state/readiness", Map.of()).code() == 0;
        } catch (PublisherException e) {
            return false;
        }
    }

    private boolean tryLogIn(String username, String password) {
        var answer = nacos.post("/v3/auth/user/login", Map.of("username", username, "password", password), Map.of());
        String token = answer.body().path("accessToken").asString("");
        nacos.authenticate(token);
        return !token.isEmpty();
    }

    /** @return false if there is one already (409) */
    private boolean createFirstUser(String password) {
        return nacos.post("/v3/auth/user/admin", Map.of("password", password), Map.of())
                        .code()
                == 0;
    }

    private boolean until(Duration bound, BooleanSupplier done) {
        long tries = Math.max(1, bound.dividedBy(BETWEEN));
        for (long i = 0; i < tries; i++) {
            if (done.getAsBoolean()) {
                return true;
            }
            pause.pause(BETWEEN);
        }
        return false;
    }

    /** Passing time, so that tests need none. */
    interface Pause {
        void pause(Duration duration);
    }
}
