package atrium.files.download;

import atrium.files.catalog.FileId;
import atrium.files.storage.Streaming;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Sends blobs that come over a network, buffer by buffer and uncopied. */
final class StreamSender implements BlobSender {

    private final Streaming store;

    StreamSender(Streaming store) {
        this.store = store;
    }

    @Override
    public Mono<byte[]> beginning(FileId blob, int length) {
        return Flux.from(store.read(blob, 0, length))
                .collect(() -> ByteBuffer.allocate(length), ByteBuffer::put)
                .map(ByteBuffer::array);
    }

    /** The head waits for the first bytes: a blob that cannot be read is told so, not cut off. */
    @Override
    public Mono<Void> send(HttpServerResponse response, FileId blob, List<Segment> segments) {
        long length = segments.stream().mapToLong(Segment::length).sum();
        Channel channel = FileSender.channelOf(response);
        return Flux.fromIterable(segments)
                .concatMap(segment -> bytesOf(blob, segment), 1)
                .switchOnFirst((first, all) -> first.hasError()
                        ? all
                        : response.then(new OutflowMono(all, length, channel)).then())
                .then();
    }

    private Publisher<ByteBuffer> bytesOf(FileId blob, Segment segment) {
        return switch (segment) {
            case Segment.Text text -> Mono.just(ByteBuffer.wrap(text.bytes()));
            case Segment.Bytes bytes -> store.read(blob, bytes.range().first(), bytes.length());
        };
    }

    @Override
    public void close() {
        // The store is its owner's.
    }
}
