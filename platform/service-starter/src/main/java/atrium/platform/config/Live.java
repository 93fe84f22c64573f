package atrium.platform.config;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A configuration record whose value may change while the service runs.
 *
 * <p>{@link #get()} is one volatile read, so a hot path may ask each time. A value is replaced whole: who reads several
 * keys reads them from one {@code get()}.
 *
 * @param <T> a record that carries {@code @ConfigurationProperties}
 */
public final class Live<T> implements Supplier<T> {

    private final List<Consumer<T>> listeners = new CopyOnWriteArrayList<>();
    private volatile T current;

    /** A value that changes only by {@link #replace}: for tests, and for what has no configuration source. */
    public Live(T initial) {
        this.current = initial;
    }

    @Override
    public T get() {
        return current;
    }

    /** Calls {@code listener} with every later value, on the thread that brought it; it must not block. */
    public void onChange(Consumer<T> listener) {
        listeners.add(listener);
    }

    /** Publishes {@code next}, unless it equals the current value. */
    public void replace(T next) {
        if (next.equals(current)) {
            return;
        }
        current = next;
        listeners.forEach(listener -> listener.accept(next));
    }
}
