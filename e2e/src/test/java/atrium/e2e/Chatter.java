package atrium.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A member of a room as {@code docs/protocols/chat.md} asks for: it remembers what it saw last, comes back whenever its
 * connection ends, asks for what it missed, and says each of its lines until it sees it.
 *
 * <p>Guarded by itself; what it has seen is in the order in which it saw it.
 */
final class Chatter {

    private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]+)\"");
    private static final Pattern OFFSET = Pattern.compile("\"offset\":(\\d+)");
    private static final Pattern MESSAGE =
            Pattern.compile("\\{\"type\":\"message\",\"offset\":(\\d+),\"id\":\"([^\"]+)\".*?\"text\":\"([^\"]*)\"}");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "chatters");
        thread.setDaemon(true);
        return thread;
    });

    private final URI room;
    private final String name;
    private final List<String> seen = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private @Nullable Connection connection;
    private @Nullable String epoch;
    private long offset;
    private int said;
    private @Nullable String pending;
    private boolean ended;
    private int returns;
    private int gaps;

    /** @param room its WebSocket's address without a query */
    Chatter(URI room, String name) {
        this.room = room;
        this.name = name;
    }

    /** Enters; from then on it stays until {@link #leave}. */
    synchronized Chatter enter() {
        connection = new Connection();
        CLIENT.newWebSocketBuilder()
                .subprotocols("atrium.chat.v1")
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(URI.create(room + "?name=" + name), connection)
                .whenComplete((socket, refused) -> {
                    if (refused != null) {
                        comeBack();
                    }
                });
        return this;
    }

    synchronized boolean isIn() {
        return connection != null && connection.welcomed;
    }

    /** Says its next line as soon as it has seen the one before; false if it has not. */
    synchronized boolean sayNext() {
        if (pending != null || !isIn()) {
            return false;
        }
        said++;
        pending = name + "-" + said;
        send();
        return true;
    }

    synchronized int said() {
        return pending == null ? said : said - 1;
    }

    /** Cuts the connection without a word. */
    synchronized void drop() {
        if (connection != null && connection.socket != null) {
            connection.socket.abort();
            connectionEnded(connection);
        }
    }

    synchronized void leave() {
        ended = true;
        if (connection != null && connection.socket != null) {
            connection.socket.abort();
        }
    }

    /** What it saw, each as {@code id text}. */
    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    /** What should not have happened, in words. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** How often it came back. */
    synchronized int returns() {
        return returns;
    }

    /** How often it was told that something was lost. */
    synchronized int gaps() {
        return gaps;
    }

    private void send() {
        if (connection != null && connection.socket != null && pending != null) {
            connection.send("{\"type\":\"send\",\"text\":\"" + pending + "\",\"ref\":\"" + pending + "\"}");
        }
    }

    private synchronized void connectionEnded(Connection which) {
        if (which == connection) {
            connection = null;
            comeBack();
        }
    }

    private synchronized void comeBack() {
        if (!ended) {
            returns++;
            TIMER.schedule(this::enter, 50, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void onObject(Connection from, String json) {
        if (from != connection) {
            return;
        }
        if (json.startsWith("{\"type\":\"welcome\"")) {
            onWelcome(from, json);
        } else if (json.startsWith("{\"type\":\"message\"") && from.welcomed) {
            Matcher message = MESSAGE.matcher(json);
            if (message.find()) {
                onMessage(message);
            }
        } else if (json.startsWith("{\"type\":\"error\"")) {
            onError(json);
        }
    }

    /** After a return the first welcome was on its way before the resume was read: the second is the answer. */
    private void onWelcome(Connection from, String json) {
        if (from.resuming) {
            from.resuming = false;
            return;
        }
        String told = group(EPOCH, json);
        if (epoch == null) {
            offset = Long.parseLong(group(OFFSET, json));
        } else if (json.contains("\"recovered\":true")) {
            String history = json.substring(json.indexOf("\"history\":"));
            Matcher message = MESSAGE.matcher(history);
            boolean sameEpoch = epoch.equals(told);
            while (message.find()) {
                if (!sameEpoch) {
                    offset = Long.parseLong(message.group(1)) - 1;
                }
                onMessage(message);
            }
            offset = Long.parseLong(group(OFFSET, json));
        } else {
            gaps++;
            offset = Long.parseLong(group(OFFSET, json));
        }
        epoch = told;
        from.welcomed = true;
        send();
    }

    private void onMessage(Matcher message) {
        long next = Long.parseLong(message.group(1));
        if (next != offset + 1) {
            faults.add(name + ": offset " + next + " (expected: " + (offset + 1) + ")");
        }
        offset = next;
        seen.add(message.group(2) + " " + message.group(3));
        if (message.group(3).equals(pending)) {
            pending = null;
        }
    }

    /** Over the rate: it says it again a little later. */
    private void onError(String json) {
        if (json.contains("\"rate_limited\"") || json.contains("\"busy\"")) {
            TIMER.schedule(this::sayAgain, 200, TimeUnit.MILLISECONDS);
        } else {
            faults.add(name + ": " + json);
        }
    }

    private synchronized void sayAgain() {
        send();
    }

    private static String group(Pattern pattern, String json) {
        Matcher matcher = pattern.matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + json);
        }
        return matcher.group(1);
    }

    /** One of its connections, one after the other. */
    private final class Connection implements WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();
        private @Nullable WebSocket socket;
        private boolean resuming;
        private boolean welcomed;
        private CompletionStage<?> lastSend = java.util.concurrent.CompletableFuture.completedFuture(null);

        void send(String json) {
            WebSocket to = socket;
            if (to != null) {
                lastSend = lastSend.handle((done, failed) -> to.sendText(json, true))
                        .thenCompose(sent -> sent);
            }
        }

        @Override
        public void onOpen(WebSocket opened) {
            synchronized (Chatter.this) {
                socket = opened;
                if (epoch != null) {
                    resuming = true;
                    send("{\"type\":\"resume\",\"epoch\":\"" + epoch + "\",\"offset\":" + offset + "}");
                }
            }
            opened.request(Long.MAX_VALUE);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                onObject(this, partial.toString());
                partial.setLength(0);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            connectionEnded(this);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            connectionEnded(this);
        }
    }
}
