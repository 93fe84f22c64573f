package atrium.chat.unicode;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is true of each code point, computed when somebody first asks. Any thread may ask; two may compute the same.
 *
 * <p>Looking a character's double up takes ICU a microsecond, and a message has thousands of characters.
 */
public final class CodePointTable<T> {

    private static final int PAGE = 256;
    private static final int PAGES = (Character.MAX_CODE_POINT + 1) / PAGE;

    private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable T>> pages =
            new AtomicReferenceArray<>(PAGES);
    private final IntFunction<T> value;

    /** @param value depends on nothing but the code point */
    public CodePointTable(IntFunction<T> value) {
        this.value = value;
    }

    public T get(int codePoint) {
        AtomicReferenceArray<@Nullable T> page = pages.get(codePoint / PAGE);
        T known = page == null ? null : page.get(codePoint % PAGE);
        return known == null ? compute(codePoint) : known;
    }

    private T compute(int codePoint) {
        T computed = value.apply(codePoint);
        pages.compareAndSet(codePoint / PAGE, null, new AtomicReferenceArray<>(PAGE));
        AtomicReferenceArray<@Nullable T> page = pages.get(codePoint / PAGE);
        if (page != null) {
            page.set(codePoint % PAGE, computed);
        }
        return computed;
    }
}
