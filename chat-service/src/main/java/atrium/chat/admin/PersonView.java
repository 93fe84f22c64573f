package atrium.chat.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A person whom a rule is about: what follows the last dash of its members' ids.
 *
 * @param until absent where it is for good
 */
record PersonView(
        String person,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant until) {

    static List<PersonView> all(Map<String, Instant> persons) {
        return persons.entrySet().stream()
                .map(entry ->
                        new PersonView(entry.getKey(), entry.getValue().equals(Instant.MAX) ? null : entry.getValue()))
                .toList();
    }
}
