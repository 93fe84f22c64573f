package atrium.chat.backplane.redis;

import atrium.chat.backplane.Attachment;
import atrium.chat.backplane.RoomListener;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;

/** Hands on what a listener is told until its line is closed, however much is still on its way then. */
final class UntilClosed implements RoomListener {

    private final RoomListener listener;
    private volatile boolean closed;

    UntilClosed(RoomListener listener) {
        this.listener = listener;
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void attached(Attachment attachment) {
        if (!closed) {
            listener.attached(attachment);
        }
    }

    @Override
    public void message(Message message) {
        if (!closed) {
            listener.message(message);
        }
    }

    @Override
    public void moderated(Moderation act) {
        if (!closed) {
            listener.moderated(act);
        }
    }

    @Override
    public void elsewhere(Presence others) {
        if (!closed) {
            listener.elsewhere(others);
        }
    }
}
