/** Chat for clients of Douyu's danmaku protocol: its frames over TCP, and the same over WebSocket. */
@NullMarked
package atrium.chat.transport.danmaku;

import org.jspecify.annotations.NullMarked;
