package atrium.platform.problem;

import java.net.URI;
import org.springframework.http.HttpStatusCode;

/**
 * One line of a service's table of errors; implemented by an enum, whose constants are that table.
 *
 * <p>The code is what clients switch on and never changes; the title is for people.
 */
public interface ProblemType {

    /**
     * One line of the table.
     *
     * @param code stable, lower-case, words joined by {@code -}, e.g. {@code file-too-large}
     * @param status as HTTP or the protocol that is spoken over it knows it
     * @param title what happened, in a few words, without the particulars of one request
     */
    record Line(String code, HttpStatusCode status, String title) {}

    Line line();

    default String code() {
        return line().code();
    }

    default HttpStatusCode status() {
        return line().status();
    }

    default String title() {
        return line().title();
    }

    /** The {@code type} member of RFC 9457, section 3.1.1. */
    default URI uri() {
        return URI.create("urn:atrium:problem:" + code());
    }

    /**
     * The error to throw.
     *
     * @param detail what is wrong with this request and what would be right, without secrets
     */
    default ProblemException with(String detail) {
        return new ProblemException(this, detail);
    }
}
