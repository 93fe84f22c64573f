package atrium.files.upload;

import atrium.files.access.DeleteToken;
import atrium.files.catalog.Entry;

/** A new entry, and the only time its token is seen. */
public record Created(Entry entry, DeleteToken token) {}
