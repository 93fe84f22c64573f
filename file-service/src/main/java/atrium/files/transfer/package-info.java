/**
 * A file over a bare TCP connection, as both ends speak it; used by the service and by {@code ./atrium send} and {@code
 * receive}, so by nothing but the JDK.
 *
 * <p>The sender connects and writes the file's name; the receiver answers {@code ok}; the sender writes the bytes and
 * closes its half of the connection; the receiver answers {@code done <bytes> <sha256>} and a newline. What is refused, or
 * fails, is answered by {@code error: <reason>} and a newline, and closed.
 */
@NullMarked
package atrium.files.transfer;

import org.jspecify.annotations.NullMarked;
