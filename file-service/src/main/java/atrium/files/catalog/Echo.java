package atrium.files.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a tus client said when it created an upload and is told again, word for word (tus 1.0.0, "HEAD"). Nothing else
 * reads it.
 *
 * @param metadata its {@code Upload-Metadata}
 * @param concat the {@code Upload-Concat} of a file that was put together of others
 */
public record Echo(@Nullable String metadata, @Nullable String concat) {}
