package atrium.stream.pull.proxy;

import atrium.stream.access.SourceRefusedException;
import atrium.stream.ingest.ffmpeg.ExitReason;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/** Why a connection could not be had, in words for people. */
final class Trouble {

    private Trouble() {}

    /** Tells {@code pass} why {@code failure} kept a connection from being made; returns the words. */
    static String tell(Pass pass, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SourceRefusedException) {
            String reason = String.valueOf(cause.getMessage());
            pass.refuse(reason);
            return reason;
        }
        String reason = words(cause);
        pass.failed(reason);
        return reason;
    }

    private static String words(Throwable cause) {
        return switch (cause) {
            case ConnectTimeoutException timeout -> ExitReason.TIMED_OUT.sentence();
            case NoRouteToHostException noRoute -> ExitReason.UNREACHABLE.sentence();
            case ConnectException refused -> ExitReason.REFUSED.sentence();
            case SSLException tls ->
                "no TLS with the source: " + deepest(tls) + " (atrium.stream.sources.verify-certificates)";
            default -> "the source could not be connected to";
        };
    }

    private static String deepest(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage());
    }
}
