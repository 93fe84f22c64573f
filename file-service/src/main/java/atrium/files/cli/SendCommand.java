package atrium.files.cli;

import atrium.files.cli.TransferCommand.Console;
import atrium.files.transfer.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * {@code send FILE... [--to HOST:PORT]}: one after another. A file that is refused does not keep the next ones back; a
 * receiver that cannot be reached does.
 */
record SendCommand(List<Path> named, Target to) {

    private static final String USAGE = "usage: send FILE... [--to HOST:PORT]";

    static SendCommand of(List<String> args) {
        List<Path> named = new ArrayList<>();
        Target to = new Target("127.0.0.1", Integer.getInteger("atrium.port", Target.PORT));
        for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
            String arg = rest.next();
            if (arg.equals("--")) {
                rest.forEachRemaining(path -> named.add(Path.of(path)));
            } else if (arg.equals("--to") && rest.hasNext()) {
                to = Target.of(rest.next());
            } else if (arg.startsWith("--")) {
                throw new UsageException(arg + "? " + USAGE);
            } else {
                named.add(Path.of(arg));
            }
        }
        if (named.isEmpty()) {
            throw new UsageException(USAGE);
        }
        return new SendCommand(named, to);
    }

    int run(Console console) throws IOException {
        List<Path> files = FilesToSend.of(named);
        if (files.isEmpty()) {
            throw new IOException("there is no file in " + named.getFirst());
        }
        ProgressLine progress = console.progress();
        Sender sender = new Sender(to, progress);
        int failed = 0;
        for (Path file : files) {
            failed += send(file, sender, progress, console) ? 0 : 1;
        }
        if (failed > 0 && files.size() > 1) {
            console.complain(failed + " of " + files.size() + " files were not sent");
        }
        return failed == 0 ? 0 : 1;
    }

    private boolean send(Path file, Sender sender, ProgressLine progress, Console console) throws UnreachableException {
        long begun = System.nanoTime();
        try {
            Received sent = sender.send(file);
            progress.wipe();
            Duration time = Duration.ofNanos(System.nanoTime() - begun);
            console.out().println(Lines.of("sent", sent, time));
            return true;
        } catch (UnreachableException e) {
            throw e;
        } catch (IOException e) {
            progress.wipe();
            console.complain(Lines.printable(file.toString()) + ": " + Reasons.of(e));
            return false;
        }
    }
}
