package atrium.nacos.publisher;

import java.util.Optional;

/**
 * Decides and carries out, one configuration at a time.
 *
 * <p>What was published last is remembered in Nacos itself, so that any machine can publish: the SHA-256 of each value
 * is the content of data id {@code <group>.<data-id>} in group {@value #LEDGER}. It is not kept in the configuration's
 * own description or tags, because those vanish with a value that an operator removes (which would then be created
 * again) and because the console writes them back with every edit. One entry a configuration, not one list, so that two
 * publishers of different files never meet.
 *
 * <p>The value is written first, its checksum second. Ended in between, the next run finds the file's own content in
 * place and only adds the checksum; had the file changed meanwhile, the value would count as the operator's: the safe
 * mistake.
 */
final class Publication {

    private static final String LEDGER = "ATRIUM_PUBLISHER";

    private final ConfigStore store;
    private final boolean force;

    Publication(ConfigStore store, boolean force) {
        this.store = store;
        this.force = force;
    }

    Decision decide(ConfigId id, String content) {
        Optional<StoredConfig> current = store.find(id);
        Optional<String> published = store.find(ledgerOf(id)).map(StoredConfig::content);
        if (current.isEmpty()) {
            return published.isEmpty() || force
                    ? new Decision.Create(id, content)
                    : new Decision.Kept(id, Optional.empty());
        }
        StoredConfig held = current.get();
        Optional<String> checksum = Optional.of(Sha256.of(held.content()));
        if (held.content().equals(content)) {
            return new Decision.Unchanged(id, content, checksum.equals(published));
        }
        return force || checksum.equals(published)
                ? new Decision.Update(id, content, held)
                : new Decision.Kept(id, current);
    }

    /** @throws PublisherException if the value is no longer the one that the decision saw */
    void carryOut(Decision decision) {
        switch (decision) {
            case Decision.Create create -> publish(create.id(), create.content(), Optional.empty());
            case Decision.Update update -> publish(update.id(), update.content(), Optional.of(update.current()));
            case Decision.Unchanged unchanged -> {
                if (!unchanged.remembered()) {
                    remember(unchanged.id(), unchanged.content());
                }
            }
            case Decision.Kept kept -> {}
        }
    }

    private void publish(ConfigId id, String content, Optional<StoredConfig> expected) {
        if (!store.put(id, content, "yaml", expected)) {
            throw new PublisherException(
                    ExitCode.CONFLICT, id + " was changed by somebody else just now and left alone. Run this again");
        }
        remember(id, content);
    }

    private void remember(ConfigId id, String content) {
        ConfigId ledger = ledgerOf(id);
        if (!store.put(ledger, Sha256.of(content), "text", store.find(ledger))) {
            throw new PublisherException(
                    ExitCode.CONFLICT, id + " is being published by somebody else as well. Run this again");
        }
    }

    private static ConfigId ledgerOf(ConfigId id) {
        return new ConfigId(LEDGER, id.group() + "." + id.dataId());
    }
}
