package atrium.nacos.publisher;

/** What scripts may rely on; from 64 on as in BSD's sysexits. */
enum ExitCode {
    DONE(0),
    /** Only with {@code --exit-code}: something would change. */
    WOULD_CHANGE(2),
    /** Somebody else changed a value while this ran; run again. */
    CONFLICT(3),
    USAGE(64),
    BAD_FILE(65),
    UNREACHABLE(69),
    PROTOCOL(76),
    REFUSED(77),
    BAD_SETTING(78);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
