package atrium.stream.pull.proxy;

import atrium.stream.access.SourceRefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a camera sends on its RTSP connection, passed on with two exceptions (RFC 2326):
 *
 * <ul>
 *   <li>a reply of 3xx, section 11.3: ffmpeg follows it to any host, past every policy, so the connection ends there;
 *   <li>{@code source} in a reply's Transport, section 12.39: ffmpeg sends there by UDP, so it becomes the camera's
 *       address.
 * </ul>
 *
 * <p>For ffmpeg to see no reply that was not seen here, both must agree where messages begin and end. What could be
 * read in two ways is therefore refused: a carriage return inside of a line, a {@code $} at the beginning of one, two
 * lengths.
 */
final class RtspReplies extends ByteToMessageDecoder {

    private static final int INTERLEAVED = '$';
    private static final int INTERLEAVED_HEADER = 4;
    private static final int MAX_BODY = 256 * 1024;
    private static final Pattern STATUS = Pattern.compile("RTSP/1\\.[01] ([12456])\\d\\d( .*)?");
    private static final Pattern REDIRECT = Pattern.compile("RTSP/\\S* +3.*");
    private static final Pattern REQUEST = Pattern.compile("[A-Z_]{1,32} \\S+ RTSP/1\\.[01]");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length:\\s*(\\d{1,9})\\s*");
    private static final Pattern TRANSPORT = Pattern.compile("(?i)transport:.*");
    private static final Pattern SOURCE = Pattern.compile("(?i);\\s*source=[^;,]*");

    private final int maxHead;
    private final Consumer<SourceRefusedException> refused;
    private int remaining;
    private int searched;

    /** @param refused is told why the connection ends here */
    RtspReplies(int maxHead, Consumer<SourceRefusedException> refused) {
        this.maxHead = maxHead;
        this.refused = refused;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        try {
            if (remaining > 0) {
                pass(in, out);
            } else if (in.getByte(in.readerIndex()) == INTERLEAVED) {
                beginFrame(in, out);
            } else {
                readHead(ctx, in, out);
            }
        } catch (SourceRefusedException e) {
            in.skipBytes(in.readableBytes());
            refused.accept(e);
            ctx.close();
        }
    }

    private void pass(ByteBuf in, List<Object> out) {
        int length = Math.min(remaining, in.readableBytes());
        out.add(in.readRetainedSlice(length));
        remaining -= length;
    }

    /** Section 10.12: a channel and a length, then as much of RTP or RTCP. */
    private void beginFrame(ByteBuf in, List<Object> out) {
        if (in.readableBytes() >= INTERLEAVED_HEADER) {
            remaining = INTERLEAVED_HEADER + in.getUnsignedShort(in.readerIndex() + 2);
            pass(in, out);
        }
    }

    private void readHead(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws SourceRefusedException {
        int end = endOfHead(in);
        if (end < 0) {
            if (in.readableBytes() > maxHead) {
                throw new SourceRefusedException("the source sends a head of more than " + maxHead + " bytes");
            }
            return;
        }
        searched = 0;
        String head = in.readCharSequence(end - in.readerIndex(), StandardCharsets.ISO_8859_1)
                .toString();
        String checked = check(head, ctx.channel().remoteAddress());
        out.add(ctx.alloc().buffer(checked.length()).writeBytes(checked.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** The index after the empty line that ends a head, or -1; an empty line alone is a head of its own. */
    private int endOfHead(ByteBuf in) {
        int start = in.readerIndex();
        int lineStart = start + searched;
        for (int at = in.indexOf(lineStart, in.writerIndex(), (byte) '\n');
                at >= 0;
                at = in.indexOf(lineStart, in.writerIndex(), (byte) '\n')) {
            boolean empty = at == lineStart || (at == lineStart + 1 && in.getByte(lineStart) == '\r');
            if (empty) {
                return at + 1;
            }
            lineStart = at + 1;
        }
        searched = lineStart - start;
        return -1;
    }

    private String check(String head, SocketAddress camera) throws SourceRefusedException {
        StringBuilder checked = new StringBuilder(head.length() + 32);
        boolean first = true;
        for (String line : lines(head)) {
            if (first && !line.isEmpty()) {
                checkFirst(line);
            }
            first = false;
            checked.append(TRANSPORT.matcher(line).matches() ? withSource(line, camera) : line)
                    .append("\r\n");
            readLength(line);
        }
        return checked.toString();
    }

    private static String[] lines(String head) throws SourceRefusedException {
        String[] lines = head.substring(0, head.length() - 1).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
            if (line.indexOf('\r') >= 0 || line.startsWith("$")) {
                throw new SourceRefusedException("the source sends RTSP that can be read in two ways");
            }
            lines[i] = line;
        }
        return lines;
    }

    private static void checkFirst(String line) throws SourceRefusedException {
        if (REDIRECT.matcher(line).matches()) {
            throw new SourceRefusedException(
                    "the source redirects to another one (expected: the URL that it redirects to as the source)");
        }
        if (!STATUS.matcher(line).matches() && !REQUEST.matcher(line).matches()) {
            throw new SourceRefusedException("what the source sends is not RTSP");
        }
    }

    private void readLength(String line) throws SourceRefusedException {
        if (!line.regionMatches(true, 0, "content-length:", 0, 15)) {
            return;
        }
        Matcher length = LENGTH.matcher(line);
        if (!length.matches() || remaining > 0 || Integer.parseInt(length.group(1)) > MAX_BODY) {
            throw new SourceRefusedException(
                    "the source sends a length that is none, or two, or more than " + MAX_BODY);
        }
        remaining = Integer.parseInt(length.group(1));
    }

    private static String withSource(String transport, SocketAddress camera) {
        boolean byUdp = transport.toLowerCase(Locale.ROOT).contains("client_port");
        String without = SOURCE.matcher(transport).replaceAll("");
        return byUdp && camera instanceof InetSocketAddress address && address.getAddress() != null
                ? without + ";source=" + text(address.getAddress())
                : without;
    }

    private static String text(InetAddress address) {
        return address.getHostAddress();
    }
}
