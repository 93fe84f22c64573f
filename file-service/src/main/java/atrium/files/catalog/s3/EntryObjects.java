package atrium.files.catalog.s3;

import atrium.files.catalog.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Entries as JSON objects. One that is damaged is told in the log, and is not there. */
final class EntryObjects {

    private static final Logger log = LoggerFactory.getLogger(EntryObjects.class);
    private static final int PAGE = 256;

    private final SmallObjects objects;
    private final JsonMapper json;

    EntryObjects(SmallObjects objects, JsonMapper json) {
        this.objects = objects;
        this.json = json;
    }

    /** The first that is there; all are asked for together. */
    Optional<Entry> first(List<String> keys) throws IOException {
        return all(keys).stream().findFirst();
    }

    /** Those that are there, in the order of {@code keys}. */
    List<Entry> all(List<String> keys) throws IOException {
        List<Optional<byte[]>> found = objects.get(keys);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            found.get(i).flatMap(bytes -> parse(key, bytes)).ifPresent(entries::add);
        }
        return entries;
    }

    /** Those that are there, read as they are asked for. An error is an {@link UncheckedIOException}. */
    Stream<Entry> stream(List<String> keys) {
        return Stream.iterate(0, i -> i < keys.size(), i -> i + PAGE)
                .flatMap(i -> page(keys.subList(i, Math.min(keys.size(), i + PAGE))).stream());
    }

    void put(String key, Entry entry) throws IOException {
        objects.put(key, json.writerFor(Entry.class).writeValueAsBytes(entry));
    }

    private List<Entry> page(List<String> keys) {
        try {
            return all(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Entry> parse(String key, byte[] bytes) {
        try {
            return Optional.of(json.readValue(bytes, Entry.class));
        } catch (JacksonException e) {
            log.warn("{} is damaged and is left out of the catalog: {}", key, e.getOriginalMessage());
            return Optional.empty();
        }
    }
}
