package atrium.stream.pull;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;

/** A stream that knows whether its first byte came in time; only read in pieces. */
final class FirstByte extends FilterInputStream {

    private enum State {
        WAITING,
        CAME,
        EXPIRED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    FirstByte(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int count = super.read(to, offset, length);
        if (count > 0) {
            state.compareAndSet(State.WAITING, State.CAME);
        }
        return count;
    }

    /** Its time is over; true if that is too early for it. On any thread. */
    boolean expire() {
        return state.compareAndSet(State.WAITING, State.EXPIRED);
    }

    boolean isExpired() {
        return state.get() == State.EXPIRED;
    }
}
