package atrium.files.announce;

import atrium.files.backlog.Backlog;
import atrium.files.backlog.Worker;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import atrium.files.lock.Locks;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells rooms of the files that are still untold, oldest first. What could not be told comes again later, and what comes
 * after it in the same room waits behind it.
 *
 * <p>Told first, and only then written down: a crash between the two tells it again, which the chat drops.
 */
final class Announcements implements Worker.Round {

    private static final Logger log = LoggerFactory.getLogger(Announcements.class);

    private final Backlog<StoredFile> backlog;
    private final Catalog catalog;
    private final Locks locks;
    private final Chat chat;
    private final AnnouncementMeters meters;
    private boolean away;

    Announcements(Backlog<StoredFile> backlog, Catalog catalog, Locks locks, Chat chat, AnnouncementMeters meters) {
        this.backlog = backlog;
        this.catalog = catalog;
        this.locks = locks;
        this.chat = chat;
        this.meters = meters;
    }

    @Override
    public void run(Worker worker) throws IOException, InterruptedException {
        Set<String> stuck = new HashSet<>();
        for (StoredFile file : backlog.next()) {
            String room = file.info().room();
            if (worker.isHeldUp()) {
                return;
            }
            if (!stuck.contains(room) && !isSettled(file, worker)) {
                stuck.add(room);
            }
        }
        if (!stuck.isEmpty()) {
            worker.troubled();
        }
    }

    private boolean isSettled(StoredFile file, Worker worker) throws IOException, InterruptedException {
        if (untold(file.id()).isEmpty()) {
            backlog.done(file.id());
            return true;
        }
        return switch (chat.post(file)) {
            case Chat.Answer.Told told -> settle(file.id(), worker, AnnouncementMeters.Outcome.TOLD);
            case Chat.Answer.Refused refused -> {
                log.info("the room of file {} is not told of it: {}", file.id(), refused.why());
                yield settle(file.id(), worker, AnnouncementMeters.Outcome.REFUSED);
            }
            case Chat.Answer.Later later -> {
                meters.count(AnnouncementMeters.Outcome.FAILED);
                yield false;
            }
            case Chat.Answer.Away gone -> {
                meters.count(AnnouncementMeters.Outcome.FAILED);
                away(gone.why());
                worker.troubled();
                yield false;
            }
        };
    }

    private boolean settle(FileId id, Worker worker, AnnouncementMeters.Outcome outcome) throws IOException {
        writeDown(id);
        backlog.done(id);
        meters.count(outcome);
        worker.succeeded();
        if (away) {
            away = false;
            log.info("rooms are told of their files again");
        }
        return true;
    }

    @SuppressWarnings("try") // held, not used
    private void writeDown(FileId id) throws IOException {
        try (Locks.Held lock = locks.hold(id.value())) {
            Optional<StoredFile> file = untold(id);
            if (file.isPresent()) {
                catalog.put(file.get().told());
            }
        }
    }

    private Optional<StoredFile> untold(FileId id) throws IOException {
        return catalog.findFile(id).filter(StoredFile::untold);
    }

    private void away(String why) {
        if (!away) {
            away = true;
            log.warn("rooms cannot be told of their files: {}; trying again until they can", why);
        }
    }
}
