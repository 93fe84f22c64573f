package atrium.files.cli;

import atrium.files.cli.TransferCommand.Console;
import atrium.files.transfer.Outcomes;
import atrium.files.transfer.Received;
import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;

/** Prints what came and what did not. Any thread may call. */
final class ReceiverLog implements Outcomes {

    private final Console console;
    private final ProgressLine progress;
    private final CountDownLatch expected;

    /** @param files after how many to stop */
    ReceiverLog(Console console, ProgressLine progress, int files) {
        this.console = console;
        this.progress = progress;
        this.expected = new CountDownLatch(files);
    }

    /** Waits for the files, or until somebody interrupts. */
    void await() {
        try {
            expected.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void received(InetAddress from, Received file) {
        progress.wipe();
        console.out()
                .println("received %s  %d bytes, sha256 %s, from %s"
                        .formatted(file.name(), file.bytes(), file.sha256(), from.getHostAddress()));
        expected.countDown();
    }

    @Override
    public synchronized void refused(InetAddress from, String reason) {
        progress.wipe();
        console.complain("nothing kept from " + from.getHostAddress() + ": " + reason);
    }

    @Override
    public synchronized void failed(Exception error) {
        progress.wipe();
        console.complain(error instanceof IOException io ? Reasons.of(io) : error.toString());
    }
}
