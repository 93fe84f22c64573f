package atrium.files.access;

/** Who asks, as far as files care; each may do what the ones before may. */
public enum Requester {
    GUEST,
    MEMBER,
    MODERATOR;

    public boolean isGuest() {
        return this == GUEST;
    }

    /** May delete anybody's file. */
    public boolean mayModerate() {
        return this == MODERATOR;
    }
}
