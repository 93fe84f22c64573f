package atrium.gateway.auth;

import static org.springframework.web.reactive.function.server.RequestPredicates.DELETE;
import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.POST;
import static org.springframework.web.reactive.function.server.RequestPredicates.PUT;

import atrium.gateway.auth.account.Account;
import atrium.gateway.auth.account.AccountName;
import atrium.gateway.auth.account.Accounts;
import atrium.gateway.auth.account.Passwords;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.session.Sessions;
import atrium.platform.blocking.Workers;
import atrium.platform.identity.Role;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Accounts, for admins. What takes something from somebody ends their sessions, so that it holds at once. */
final class AccountEndpoints {

    static final String PATH = "/auth/accounts";

    private static final String ONE = PATH + "/{id}";

    private record New(
            @Nullable String name,
            @Nullable String password,
            @Nullable List<String> roles) {

        @Override
        public String toString() {
            return "New";
        }
    }

    private record Change(
            @Nullable List<String> roles,
            @Nullable String password,
            @Nullable Boolean disabled) {

        @Override
        public String toString() {
            return "Change";
        }
    }

    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Workers workers;

    AccountEndpoints(Accounts accounts, Passwords passwords, Sessions sessions, Workers workers) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.workers = workers;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route(GET(PATH), request -> list())
                .andRoute(POST(PATH), this::create)
                .andRoute(PUT(ONE), this::change)
                .andRoute(DELETE(ONE), this::remove);
    }

    private Mono<ServerResponse> list() {
        return Answers.json(accounts.all().stream().map(Answers.Listed::of).toList());
    }

    private Mono<ServerResponse> create(ServerRequest request) {
        return Asked.neededBody(request, New.class)
                .flatMap(given -> workers.call(request.exchange(), () -> created(given)))
                .flatMap(account -> ServerResponse.created(URI.create(PATH + "/" + account.id()))
                        .bodyValue(Answers.Listed.of(account)));
    }

    private Account created(New given) {
        String name = AccountName.of(given.name() == null ? "" : given.name());
        Role role = given.roles() == null ? Role.MEMBER : Roles.highest(given.roles());
        String hash = passwords.hash(given.password() == null ? "" : given.password());
        return accounts.create(name, role, hash);
    }

    private Mono<ServerResponse> change(ServerRequest request) {
        String id = request.pathVariable("id");
        return Asked.neededBody(request, Change.class)
                .flatMap(given -> workers.call(request.exchange(), () -> changed(id, given)))
                .flatMap(account -> Answers.json(Answers.Listed.of(account)));
    }

    private Account changed(String id, Change given) {
        String password = given.password();
        String hash = password == null ? null : passwords.hash(password);
        Role role = given.roles() == null ? null : Roles.highest(given.roles());
        Account[] before = new Account[1];
        Account after = accounts.update(id, account -> {
            before[0] = account;
            return with(account, role, hash, given.disabled());
        });
        if (hash != null || after.disabled() || after.role().compareTo(before[0].role()) < 0) {
            sessions.endAllOf(id, null);
        }
        return after;
    }

    private static Account with(
            Account account, @Nullable Role role, @Nullable String hash, @Nullable Boolean disabled) {
        if (hash != null && !account.hasPassword()) {
            throw AuthProblem.NO_PASSWORD.with("The provider that they sign in at has it.");
        }
        Account next = role == null ? account : account.withRole(role);
        next = hash == null ? next : next.withPasswordHash(hash);
        return disabled == null ? next : next.withDisabled(disabled);
    }

    private Mono<ServerResponse> remove(ServerRequest request) {
        String id = request.pathVariable("id");
        return workers.call(request.exchange(), () -> {
                    accounts.remove(id);
                    sessions.endAllOf(id, null);
                    return true;
                })
                .flatMap(done -> Answers.nothing());
    }
}
