package atrium.files.upload;

import atrium.files.catalog.Entry;

/** How far an upload is: {@code offset} of {@code entry.size()} bytes are held. */
public record Progress(Entry entry, long offset) {}
