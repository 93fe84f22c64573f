package atrium.nacos.publisher;

/** What a decision looks like to the operator: a line, and the diff of what changes. */
record Report(Decision decision, boolean dryRun) {

    private static final String CHANGED = "  an operator changed it; --force overwrites\n";
    private static final String REMOVED = "  an operator removed it; --force brings it back\n";

    @Override
    public String toString() {
        return switch (decision) {
            case Decision.Create create ->
                line("created", "would create") + UnifiedDiff.of(create.id().toString(), "", create.content());
            case Decision.Update update ->
                line("updated", "would update")
                        + UnifiedDiff.of(
                                update.id().toString(), update.current().content(), update.content());
            case Decision.Unchanged unchanged -> line("unchanged", "unchanged");
            case Decision.Kept kept ->
                line("kept", "would keep") + (kept.current().isPresent() ? CHANGED : REMOVED);
        };
    }

    private String line(String done, String planned) {
        return (dryRun ? planned : done) + " " + decision.id() + "\n";
    }
}
