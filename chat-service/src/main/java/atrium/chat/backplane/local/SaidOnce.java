package atrium.chat.backplane.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Where the newest of those stand that are said once, in rooms open and closed. Any thread may call. */
final class SaidOnce {

    private static final int REMEMBERED = 10_000;

    private final Map<String, Long> offsets = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized OptionalLong offset(String id) {
        Long offset = offsets.get(id);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    synchronized void put(String id, long offset) {
        offsets.put(id, offset);
    }
}
