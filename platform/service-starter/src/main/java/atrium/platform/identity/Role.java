package atrium.platform.identity;

/** What a signed-in person may do; each includes the ones before it. A guest has none. */
public enum Role {
    MEMBER,
    MODERATOR,
    ADMIN;

    /** As in Spring Security's {@code hasRole}. */
    public String authority() {
        return "ROLE_" + name();
    }
}
