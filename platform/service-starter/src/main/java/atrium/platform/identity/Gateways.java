package atrium.platform.identity;

import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every gateway in the registry for its public keys. Any thread may ask that may block. */
final class Gateways {

    private static final Logger log = LoggerFactory.getLogger(Gateways.class);

    private static final String KEY_SET = "/auth/jwks";

    private static final int MOST_BYTES = 64 * 1024;

    /** As many are asked as any installation has; more are a registry gone wrong. */
    private static final int MOST_GATEWAYS = 32;

    private final HttpClient http;
    private final Supplier<List<URI>> registry;
    private final ExecutorService threads;
    private final Duration timeout;
    private volatile boolean troubled;

    /**
     * @param registry where the gateways are now; may block, and may fail
     * @param threads where each gateway is waited for
     * @param timeout for a whole answer
     */
    Gateways(HttpClient http, Supplier<List<URI>> registry, ExecutorService threads, Duration timeout) {
        this.http = http;
        this.registry = registry;
        this.threads = threads;
        this.timeout = timeout;
    }

    /**
     * What the gateways answered.
     *
     * @param keys of all that answered
     * @param asked how many there are
     * @param answered how many of them answered
     */
    record Answer(Map<String, ECKey> keys, int asked, int answered) {

        static final Answer NONE = new Answer(Map.of(), 0, 0);

        /** Whether no gateway can have a key that is not among these. */
        boolean isComplete() {
            return answered > 0 && answered == asked;
        }
    }

    Answer ask() throws InterruptedException {
        List<URI> gateways = find();
        List<Callable<Map<String, ECKey>>> questions = new ArrayList<>();
        gateways.forEach(gateway -> questions.add(() -> keysOf(gateway)));
        Map<String, ECKey> keys = new HashMap<>();
        int answered = 0;
        for (Future<Map<String, ECKey>> answer : threads.invokeAll(questions)) {
            if (answer.state() == Future.State.SUCCESS) {
                answer.resultNow().forEach(keys::putIfAbsent);
                answered++;
            } else {
                troubled(answer.exceptionNow());
            }
        }
        if (answered == gateways.size() && answered > 0) {
            troubled = false;
        }
        return new Answer(keys, gateways.size(), answered);
    }

    private List<URI> find() {
        try {
            List<URI> found = registry.get();
            return found.size() > MOST_GATEWAYS ? found.subList(0, MOST_GATEWAYS) : found;
        } catch (RuntimeException e) { // whatever the registry's client has
            troubled(e);
            return List.of();
        }
    }

    private Map<String, ECKey> keysOf(URI gateway) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(KEY_SET)).build();
        var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
        try {
            return keysIn(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new IOException("%s does not answer within %s".formatted(gateway, timeout), e);
        } catch (ExecutionException e) {
            throw new IOException("%s does not answer: %s".formatted(gateway, e.getCause()), e);
        } catch (ParseException e) {
            throw new IOException("%s does not answer with keys: %s".formatted(gateway, e.getMessage()), e);
        } finally {
            answer.cancel(true); // the client's own timeout would end with the headers, and not with the body
        }
    }

    private static Map<String, ECKey> keysIn(HttpResponse<String> answer) throws ParseException {
        if (answer.statusCode() != 200) {
            throw new ParseException("status: %d (expected: 200)".formatted(answer.statusCode()), 0);
        }
        return KeySet.parse(answer.body());
    }

    private void troubled(Throwable why) {
        if (!troubled) {
            troubled = true;
            String reason = why.toString();
            log.warn("not every gateway can be asked for its keys: {}; what is known of them stays in use", reason);
        }
    }
}
