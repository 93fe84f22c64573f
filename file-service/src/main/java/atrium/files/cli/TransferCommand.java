package atrium.files.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The main class: {@code send} or {@code receive}, and their arguments. */
public final class TransferCommand {

    /** What the shell expects of a command line that makes no sense. */
    private static final int WRONG_USAGE = 2;

    private final Console console;

    TransferCommand(Console console) {
        this.console = console;
    }

    @SuppressWarnings("SystemOut") // where a command speaks
    public static void main(String[] args) {
        Console console = new Console(System.out, System.err, Integer.getInteger("atrium.columns", 0));
        System.exit(new TransferCommand(console).run(Arrays.asList(args)));
    }

    /** The exit status: 0 if everything went well. */
    int run(List<String> args) {
        try {
            List<String> rest = args.isEmpty() ? args : args.subList(1, args.size());
            return switch (args.isEmpty() ? "" : args.getFirst()) {
                case "send" -> SendCommand.of(rest).run(console);
                case "receive" -> ReceiveCommand.of(rest).run(console);
                default -> throw new UsageException("usage: send FILE... [--to HOST:PORT], or receive");
            };
        } catch (UsageException e) {
            console.complain(e.getMessage());
            return WRONG_USAGE;
        } catch (IOException e) {
            console.complain(Reasons.of(e));
            return 1;
        }
    }

    /** Where a command speaks: results, complaints, and a terminal's width, or 0 where there is no terminal. */
    record Console(PrintStream out, PrintStream err, int columns) {

        void complain(String what) {
            err.println("atrium: " + what);
        }

        ProgressLine progress() {
            return new ProgressLine(err, columns, System::nanoTime);
        }
    }
}
