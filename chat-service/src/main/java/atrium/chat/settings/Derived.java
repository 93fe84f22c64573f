package atrium.chat.settings;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a setting, worked out once for each of its values. Any thread may ask; while one works out what
 * follows from a new value, others wait.
 */
public final class Derived<S, T> implements Supplier<T> {

    private final Supplier<S> setting;
    private final Function<? super S, ? extends T> rule;
    private volatile @Nullable Known<S, T> known;

    /** @param setting gives the very same object as long as its value is the same, at best */
    public Derived(Supplier<S> setting, Function<? super S, ? extends T> rule) {
        this.setting = setting;
        this.rule = rule;
        get();
    }

    @Override
    public T get() {
        S now = setting.get();
        Known<S, T> last = known;
        return last != null && last.from == now ? last.value : renewed(now);
    }

    private synchronized T renewed(S now) {
        Known<S, T> last = known;
        T value = last != null && last.from.equals(now) ? last.value : rule.apply(now);
        known = new Known<>(now, value);
        return value;
    }

    private record Known<S, T>(S from, T value) {}
}
