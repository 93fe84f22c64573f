package atrium.stream.app;

import atrium.stream.container.mpegts.TsDemuxer;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Watches MPEG-TS over WebSocket, as jsmpeg does. */
final class TransportStreamViewer implements WebSocket.Listener, AutoCloseable {

    /** Code and reason of the server's close. */
    final CompletableFuture<String> closed = new CompletableFuture<>();

    private final ByteBuf bytes = Unpooled.buffer();
    private final List<Track> tracks = new ArrayList<>();
    private final TsDemuxer demuxer = new TsDemuxer(UnpooledByteBufAllocator.DEFAULT, 1 << 22, this::count);
    private final WebSocket socket;
    private int pictures;
    private int keyPictures;
    private long lastDts;

    TransportStreamViewer(HttpClient http, URI uri) {
        socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        ByteBuf piece = Unpooled.wrappedBuffer(data);
        bytes.writeBytes(piece.duplicate());
        demuxer.feed(piece);
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code + " " + reason);
        return CompletableFuture.completedFuture(null);
    }

    synchronized byte[] bytes() {
        return ByteBufUtil.getBytes(bytes);
    }

    synchronized int pictures() {
        return pictures;
    }

    synchronized int keyPictures() {
        return keyPictures;
    }

    synchronized List<Track> tracks() {
        return List.copyOf(tracks);
    }

    synchronized long lastDts() {
        return lastDts;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void count(MediaFrame frame) {
        if (frame.isConfiguration()) {
            tracks.add(frame.track());
        } else if (frame.isVideo()) {
            pictures++;
            keyPictures += frame.key() ? 1 : 0;
            lastDts = frame.dts();
        }
        frame.release();
    }
}
