package atrium.files.scan;

import atrium.files.backlog.Backlog;
import atrium.files.backlog.Worker;
import atrium.files.catalog.FileId;
import atrium.files.catalog.HeldFile;
import atrium.files.lock.Locks;
import atrium.files.scan.ScanMeters.Outcome;
import atrium.files.upload.Verdicts;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the files judged that wait for it, a few at once, and does what the verdict says. What brings no verdict waits, and
 * comes again later.
 *
 * <p>A file that is being scanned is not locked against its uploader, who may ask for it or delete it meanwhile; another
 * lock keeps a second instance from scanning it, too.
 */
final class Screening implements Worker.Round {

    private static final Logger log = LoggerFactory.getLogger(Screening.class);
    private static final String TOO_LARGE = "it is too large to be scanned";
    /** How often a file is tried before it is released without a verdict, where that is configured. */
    private static final int ATTEMPTS = 3;

    private final Backlog<HeldFile> backlog;
    private final Verdicts verdicts;
    private final Locks locks;
    private final Supplier<ScanProperties> properties;
    private final Scanners scanners;
    private final TimedScans scans;
    private final ScannerState state;
    private final ScanMeters meters;
    private final Map<FileId, Integer> attempts = new ConcurrentHashMap<>();
    /** Guarded by this. */
    private final Set<FileId> underway = new HashSet<>();

    Screening(
            Backlog<HeldFile> backlog,
            Verdicts verdicts,
            Locks locks,
            Supplier<ScanProperties> properties,
            Scanners scanners,
            TimedScans scans,
            ScannerState state,
            ScanMeters meters) {
        this.backlog = backlog;
        this.verdicts = verdicts;
        this.locks = locks;
        this.properties = properties;
        this.scanners = scanners;
        this.scans = scans;
        this.state = state;
        this.meters = meters;
    }

    @Override
    public void run(Worker worker) throws IOException, InterruptedException {
        List<HeldFile> next = backlog.next();
        attempts.keySet().retainAll(next.stream().map(HeldFile::id).collect(Collectors.toSet()));
        for (HeldFile file : next) {
            if (worker.isHeldUp()) {
                return;
            }
            if (begin(file.id())) {
                Thread.ofVirtual().name("screening").start(() -> screen(file, worker));
            }
        }
    }

    @Override
    public void stop() {
        scans.stop();
    }

    /** Waits until one more may run; false if this one does already. */
    private synchronized boolean begin(FileId id) throws InterruptedException {
        if (underway.contains(id)) {
            return false;
        }
        while (underway.size() >= properties.get().concurrency()) {
            wait();
        }
        return underway.add(id);
    }

    private synchronized void end(FileId id) {
        underway.remove(id);
        notifyAll();
    }

    private void screen(HeldFile file, Worker worker) {
        try (Locks.Held turn = locks.tryHold("scan:" + file.id(), () -> {}).orElse(null)) {
            if (turn != null) {
                judge(file, worker);
            }
        } catch (IOException | RuntimeException e) {
            failed(file.id(), e, worker);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(file.id());
        }
    }

    private void judge(HeldFile file, Worker worker) throws IOException, InterruptedException {
        if (verdicts.isHeld(file.id())) {
            ScanProperties now = properties.get();
            boolean tooLarge = file.size() > now.maxSize().toBytes();
            Verdict verdict = tooLarge && now.by() != ScanProperties.By.NONE
                    ? new Verdict.TooLarge()
                    : scans.scan(file.file(), scanners.of(now), now.timeLimit());
            execute(file.id(), verdict, now);
        }
        backlog.done(file.id());
        state.answered();
        worker.succeeded();
    }

    private void execute(FileId id, Verdict verdict, ScanProperties now) throws IOException {
        switch (verdict) {
            case Verdict.Clean clean ->
                release(id, now.by() == ScanProperties.By.NONE ? Outcome.UNSCANNED : Outcome.CLEAN);
            case Verdict.Infected infected -> refuse(id, infected.reason(), Outcome.INFECTED);
            case Verdict.TooLarge tooLarge -> {
                switch (now.tooLarge()) {
                    case REFUSE -> refuse(id, TOO_LARGE, Outcome.TOO_LARGE);
                    case RELEASE -> release(id, Outcome.UNSCANNED);
                }
            }
        }
    }

    private void release(FileId id, Outcome outcome) throws IOException {
        verdicts.release(id);
        meters.count(outcome);
    }

    private void refuse(FileId id, String reason, Outcome outcome) throws IOException {
        verdicts.refuse(id, reason);
        meters.count(outcome);
        log.info("file {} was deleted: {}", id, reason);
    }

    private void failed(FileId id, Exception e, Worker worker) {
        if (!worker.isRunning()) {
            return;
        }
        state.failed(e);
        meters.count(Outcome.FAILED);
        int tries = attempts.merge(id, 1, Integer::sum);
        if (tries >= ATTEMPTS && properties.get().onFailure() == ScanProperties.OnFailure.RELEASE) {
            releaseUnscanned(id);
        }
        worker.troubled();
    }

    private void releaseUnscanned(FileId id) {
        try {
            release(id, Outcome.UNSCANNED);
            backlog.done(id);
        } catch (IOException | RuntimeException e) {
            log.warn("file {} could not be released; trying again later", id, e);
        }
    }
}
