package atrium.nacos.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicationTests {

    private static final ConfigId ID = new ConfigId("ATRIUM", "gateway.yaml");
    private static final ConfigId LEDGER = new ConfigId("ATRIUM_PUBLISHER", "ATRIUM.gateway.yaml");

    private final MemoryStore store = new MemoryStore();
    private final Publication publication = new Publication(store, false);

    @Test
    void anEndBetweenValueAndChecksumIsMendedByTheNextRun() {
        store.values.put(ID, "v: 1");

        assertThat(publication.decide(ID, "v: 1")).isEqualTo(new Decision.Unchanged(ID, "v: 1", false));
        publication.carryOut(publication.decide(ID, "v: 1"));

        assertThat(store.values).containsEntry(LEDGER, Sha256.of("v: 1"));
        assertThat(publication.decide(ID, "v: 2")).isInstanceOf(Decision.Update.class);
    }

    @Test
    void aValueThatWasThereBeforeIsTheOperators() {
        store.values.put(ID, "v: mine");

        assertThat(publication.decide(ID, "v: 1")).isInstanceOf(Decision.Kept.class);
    }

    @Test
    void anOperatorsChangeBetweenDecisionAndWriteIsNotLost() {
        publication.carryOut(publication.decide(ID, "v: 1"));
        Decision update = publication.decide(ID, "v: 2");
        store.values.put(ID, "v: mine");

        assertThatThrownBy(() -> publication.carryOut(update))
                .isInstanceOfSatisfying(
                        PublisherException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.CONFLICT))
                .hasMessageContaining("Run this again");
        assertThat(store.values).containsEntry(ID, "v: mine").containsEntry(LEDGER, Sha256.of("v: 1"));
    }

    @Test
    void aValueCreatedBetweenDecisionAndWriteIsNotLost() {
        Decision create = publication.decide(ID, "v: 1");
        store.values.put(ID, "v: mine");

        assertThatThrownBy(() -> publication.carryOut(create)).isInstanceOf(PublisherException.class);
        assertThat(store.values).containsEntry(ID, "v: mine");
    }

    @Test
    void forceRecordsWhatItWroteSoThatTheNextRunNeedsNoForce() {
        store.values.put(ID, "v: mine");
        Publication forced = new Publication(store, true);

        forced.carryOut(forced.decide(ID, "v: 1"));

        assertThat(publication.decide(ID, "v: 2")).isInstanceOf(Decision.Update.class);
    }

    private static final class MemoryStore implements ConfigStore {

        private final Map<ConfigId, String> values = new HashMap<>();

        @Override
        public Optional<StoredConfig> find(ConfigId id) {
            return Optional.ofNullable(values.get(id)).map(value -> new StoredConfig(value, Sha256.of(value)));
        }

        @Override
        public boolean put(ConfigId id, String content, String type, Optional<StoredConfig> expected) {
            if (!find(id).equals(expected)) {
                return false;
            }
            values.put(id, content);
            return true;
        }
    }
}
