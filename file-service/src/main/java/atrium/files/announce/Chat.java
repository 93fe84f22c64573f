package atrium.files.announce;

import atrium.files.catalog.StoredFile;

/** The rooms' chat. */
interface Chat {

    /**
     * Posts a message about {@code file} to its room; blocks. It may be called again for the same file, and the room then
     * has one message all the same.
     */
    Answer post(StoredFile file) throws InterruptedException;

    /** What came of it. */
    sealed interface Answer {

        /** The room has the message. */
        record Told() implements Answer {}

        /** The room does not want it, now or later. */
        record Refused(String why) implements Answer {}

        /** This room cannot take it now. */
        record Later(String why) implements Answer {}

        /** No room can be reached. */
        record Away(String why) implements Answer {}
    }
}
