/** What the HTTP protocols share: a request's body as a blocking source, bounded, and who asks. */
@NullMarked
package atrium.files.http;

import org.jspecify.annotations.NullMarked;
