package atrium.files.upload;

import atrium.files.access.Requester;
import atrium.files.catalog.FileId;
import atrium.files.lock.Locks;
import atrium.files.problem.FileProblem;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file that comes in one request, of a length nobody knows before its end, and whose room may be named after its
 * bytes. Used by one thread. Closed before it is {@link #complete}, it leaves nothing.
 */
public final class DirectUpload implements Closeable {

    private final DirectUploads uploads;
    private final FileId id;
    private final Requester who;
    /** While it is held, nobody takes the bytes for some that a crash has left. */
    private Locks.@Nullable Held lock;

    private @Nullable Wish wish;
    private @Nullable String room;
    private long size;
    private boolean completed;

    DirectUpload(DirectUploads uploads, FileId id, Requester who) {
        this.uploads = uploads;
        this.id = id;
        this.who = who;
    }

    /** Names the room, before or after the bytes. */
    public void in(String roomName) {
        room = RoomName.ofNullable(roomName);
        who.checkMayEnter(room);
    }

    /** Takes the file's bytes; once. */
    public void receive(Wish file, Body body) throws IOException {
        if (wish != null) {
            throw FileProblem.BAD_REQUEST.with("The request brings two files (expected: one a request).");
        }
        who.checkMayEnter(file.room());
        uploads.checkType(file);
        lock = uploads.hold(id);
        wish = file;
        size = uploads.receive(id, body, who);
    }

    /** Makes what came a file. */
    public Created complete() throws IOException {
        return complete(false);
    }

    /** Makes what came a file; if its room has one of this name, with the next free number in its own. For guests. */
    public Created completeNumbered() throws IOException {
        return complete(true);
    }

    private Created complete(boolean numbered) throws IOException {
        if (wish == null) {
            throw FileProblem.BAD_REQUEST.with("The request brings no file (expected: a part with a filename).");
        }
        Created created = uploads.complete(id, wish.in(room == null ? wish.room() : room), size, who, numbered);
        completed = true;
        return created;
    }

    @Override
    public void close() throws IOException {
        try (Locks.Held held = lock) {
            if (!completed && held != null) {
                uploads.discard(id);
            }
        }
    }
}
