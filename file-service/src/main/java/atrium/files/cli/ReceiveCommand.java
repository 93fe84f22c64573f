package atrium.files.cli;

import atrium.files.cli.TransferCommand.Console;
import atrium.files.transfer.Terms;
import atrium.files.transfer.TransferListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * {@code receive [--port N] [--address A] [--dir D] [--once]}: takes files into a directory until it is stopped, or one
 * file. Asks nobody who they are, so by default it listens to this machine alone.
 */
record ReceiveCommand(String address, int port, Path directory, boolean once) {

    private static final String USAGE = "usage: receive [--port N] [--address A] [--dir D] [--once]";
    private static final int MAX_CONNECTIONS = 64;

    static ReceiveCommand of(List<String> args) {
        ReceiveCommand command = new ReceiveCommand("127.0.0.1", Target.PORT, Path.of(""), false);
        for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            command = option.equals("--once")
                    ? new ReceiveCommand(command.address, command.port, command.directory, true)
                    : command.with(option, rest.hasNext() ? rest.next() : "");
        }
        return command;
    }

    private ReceiveCommand with(String option, String value) {
        if (value.isEmpty()) {
            throw new UsageException(option + "? " + USAGE);
        }
        return switch (option) {
            case "--port" -> new ReceiveCommand(address, Target.port(value), directory, once);
            case "--address" -> new ReceiveCommand(value, port, directory, once);
            case "--dir" -> new ReceiveCommand(address, port, Path.of(value), once);
            default -> throw new UsageException(option + "? " + USAGE);
        };
    }

    int run(Console console) throws IOException {
        Path into = Files.createDirectories(directory.toAbsolutePath());
        ProgressLine progress = console.progress();
        ReceiverLog log = new ReceiverLog(console, progress, once ? 1 : Integer.MAX_VALUE);
        try (TransferListener listener = listen(new DirectoryDestination(into, progress), log)) {
            Thread stop = Thread.ofPlatform().unstarted(() -> close(listener, console));
            Runtime.getRuntime().addShutdownHook(stop);
            console.out()
                    .println("receiving into " + into + " on " + new Target(address, listener.port())
                            + (address.startsWith("127.") ? "  (--address 0.0.0.0: from other machines, too)" : ""));
            log.await();
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        return 0;
    }

    private TransferListener listen(DirectoryDestination destination, ReceiverLog log) throws IOException {
        InetSocketAddress local = new InetSocketAddress(address, port);
        if (local.isUnresolved()) {
            throw new UsageException("--address " + address + " (expected: an address of this machine)");
        }
        try {
            return TransferListener.listen(local, destination, this::terms, log);
        } catch (BindException e) {
            throw new IOException("port " + port + " of " + address + " cannot be had: " + e.getMessage()
                    + " (--port takes another; file-service has 8602)");
        }
    }

    private Terms terms() {
        return new Terms(
                peer -> true,
                once ? 1 : MAX_CONNECTIONS,
                Duration.ofSeconds(10),
                Duration.ofMillis(5),
                Duration.ofMinutes(1),
                1024);
    }

    private static void close(TransferListener listener, Console console) {
        try {
            listener.close();
        } catch (IOException e) {
            console.complain(Reasons.of(e));
        }
    }
}
