package atrium.stream.ingest.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Has the kernel kill a child when its parent dies (prctl(2), {@code PR_SET_PDEATHSIG}).
 *
 * <p>util-linux's {@code setpriv}, part of every Debian, sets it and then becomes the program: no process more, and the
 * same number. Where it is missing, children are started without.
 */
final class ParentDeath {

    private static final List<Path> SETPRIV = List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));

    private ParentDeath() {}

    /** What to put before a program and its arguments; empty where the system cannot do it. */
    static List<String> launcher() {
        return SETPRIV.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(setpriv -> List.of(setpriv.toString(), "--pdeathsig", "KILL", "--"))
                .orElse(List.of());
    }
}
