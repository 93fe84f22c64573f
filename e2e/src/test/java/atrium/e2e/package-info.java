/** The whole system, started as users start it and used by real clients: a browser, ffmpeg, a plain WebSocket. */
@NullMarked
package atrium.e2e;

import org.jspecify.annotations.NullMarked;
