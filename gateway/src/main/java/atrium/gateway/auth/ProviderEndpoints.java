package atrium.gateway.auth;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;

import atrium.gateway.auth.credential.AuthCookies;
import atrium.gateway.auth.oidc.PendingSignIns;
import atrium.gateway.auth.oidc.Providers;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.secret.SplitToken;
import atrium.platform.blocking.Workers;
import atrium.platform.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/**
 * To the provider and back. A browser that cannot be let in is sent to the page, which says so; a program is answered as
 * everywhere.
 */
final class ProviderEndpoints {

    private static final String BEGIN = "/auth/oidc/sign-in";
    private static final String END = "/auth/oidc/callback";
    private static final URI FAILED = URI.create("/?sign-in=failed");

    /** How one may sign in here. */
    private record Options(boolean passwords, boolean oidc) {}

    private final ProviderSignIn signIn;
    private final Providers providers;
    private final Answers answers;
    private final Workers workers;
    private final Counter letIn;
    private final Counter refused;
    private final Counter away;
    private final Counter failed;

    ProviderEndpoints(
            ProviderSignIn signIn, Providers providers, Answers answers, Workers workers, MeterRegistry meters) {
        this.signIn = signIn;
        this.providers = providers;
        this.answers = answers;
        this.workers = workers;
        this.letIn = counter(meters, "ok");
        this.refused = counter(meters, "refused");
        this.away = counter(meters, "away");
        this.failed = counter(meters, "failed");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("atrium.gateway.auth.provider.sign.ins")
                .description(
                        "sign-ins at the OpenID Connect provider that ended; refused: it knows them, and they may not"
                                + " come in; away: it did not answer")
                .tag("outcome", outcome)
                .register(meters);
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route(GET(BEGIN), this::begin)
                .andRoute(GET(END), this::end)
                .andRoute(
                        GET("/auth/options"),
                        request -> Answers.json(new Options(providers.passwords(), providers.isOn())));
    }

    private Mono<ServerResponse> begin(ServerRequest request) {
        ServerWebExchange exchange = request.exchange();
        String to = request.queryParam("to").orElse("/");
        return workers.call(exchange, () -> signIn.begin(to, callback(request), Asked.address(request)))
                .doOnNext(begun -> keep(exchange, begun.kept().text(), PendingSignIns.LIFETIME))
                .flatMap(begun -> Answers.elsewhere(HttpStatus.FOUND, begun.provider()))
                .onErrorResume(ProblemException.class, problem -> refused(request, problem));
    }

    private Mono<ServerResponse> end(ServerRequest request) {
        ServerWebExchange exchange = request.exchange();
        ProviderSignIn.Answer answer = new ProviderSignIn.Answer(
                request.queryParam("code").orElse(null),
                request.queryParam("state").orElse(null),
                request.queryParam("iss").orElse(null),
                kept(request));
        keep(exchange, "", Duration.ZERO);
        return workers.call(exchange, () -> signIn.end(answer, Asked.address(request)))
                .doOnNext(ended -> letIn.increment())
                .flatMap(ended -> answers.letIn(request, ended.grant(), ended.to()))
                .onErrorResume(ProblemException.class, problem -> refused(request, problem));
    }

    private Mono<ServerResponse> refused(ServerRequest request, ProblemException problem) {
        count(problem);
        boolean browser = request.headers().accept().stream().anyMatch(MediaType.TEXT_HTML::equalsTypeAndSubtype);
        return browser ? Answers.elsewhere(HttpStatus.SEE_OTHER, FAILED) : Mono.error(problem);
    }

    private void count(ProblemException problem) {
        if (problem.type() == AuthProblem.PROVIDER_AWAY) {
            away.increment();
        } else if (problem.type() == AuthProblem.NOT_ADMITTED) {
            refused.increment();
        } else if (problem.type() == AuthProblem.SIGN_IN_FAILED) {
            failed.increment();
        }
    }

    private static void keep(ServerWebExchange exchange, String token, Duration lifetime) {
        exchange.getResponse().addCookie(AuthCookies.pending(exchange.getRequest(), token, lifetime));
    }

    private static @Nullable SplitToken kept(ServerRequest request) {
        HttpCookie cookie = request.cookies().getFirst(AuthCookies.PENDING);
        return cookie == null ? null : SplitToken.parse(cookie.getValue()).orElse(null);
    }

    private static URI callback(ServerRequest request) {
        return UriComponentsBuilder.fromUri(request.uri())
                .replacePath(END)
                .replaceQuery(null)
                .fragment(null)
                .build(true)
                .toUri();
    }
}
