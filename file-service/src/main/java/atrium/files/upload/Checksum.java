package atrium.files.upload;

import java.nio.ByteBuffer;

/** A sum that a sender gives for a body, and the one of the bytes that came. Used by one thread. */
public interface Checksum {

    /** Takes all that {@code bytes} has remaining. */
    void update(ByteBuffer bytes);

    /** Whether the bytes so far have the sum that was given. */
    boolean matches();
}
