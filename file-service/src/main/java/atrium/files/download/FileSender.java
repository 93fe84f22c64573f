package atrium.files.download;

import atrium.files.catalog.FileId;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Sends files of this machine: the kernel moves the bytes from the page cache to the socket.
 *
 * <p>A short range is copied into a buffer instead and leaves with the head in one write, which is less than what the
 * two more system calls of the other way cost. Either way an event loop waits for a disk that has to be read.
 */
final class FileSender implements BlobSender {

    /** What is copied, and so the memory of a download that its client does not take. */
    static final int SHORT = 64 * 1024;

    private final OpenFiles files;

    FileSender(OpenFiles files) {
        this.files = files;
    }

    @Override
    public Mono<byte[]> beginning(FileId blob, int length) {
        return Mono.using(
                () -> files.open(blob),
                file -> Mono.fromCallable(() -> file.beginning(length)),
                OpenFile::release);
    }

    @Override
    public Mono<Void> send(HttpServerResponse response, FileId blob, List<Segment> segments) {
        return Mono.using(() -> files.open(blob), file -> send(response, file, segments), OpenFile::release);
    }

    private static Mono<Void> send(HttpServerResponse response, OpenFile file, List<Segment> segments) {
        if (segments.size() == 1 && segments.getFirst() instanceof Segment.Bytes bytes && bytes.length() <= SHORT) {
            return Mono.fromCallable(() -> file.copy(bytes.range(), response.alloc()))
                    .flatMap(copy -> response.sendObject(copy).then());
        }
        return response.then(FutureMono.deferFuture(() -> write(channelOf(response), file, segments)))
                .then();
    }

    /** Once the last is sent, all are; if one cannot be, the channel is closed. */
    private static ChannelFuture write(Channel channel, OpenFile file, List<Segment> segments) {
        ChannelFuture last = channel.newSucceededFuture();
        for (Segment segment : segments) {
            last = channel.write(
                    switch (segment) {
                        case Segment.Text text -> Unpooled.wrappedBuffer(text.bytes());
                        case Segment.Bytes bytes -> file.region(bytes.range());
                    });
        }
        channel.flush();
        return last;
    }

    static Channel channelOf(HttpServerResponse response) {
        Channel[] channel = new Channel[1];
        response.withConnection(connection -> channel[0] = connection.channel());
        return channel[0];
    }
}
