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
 * Sends files of this machine: the kernel moves the bytes from the page cache to the socket, and a download holds no
 * memory here, however slow its client.
 *
 * <p>Short ranges, too: to copy 64 KiB into a buffer that leaves with the head in one write, instead of two, was tried
 * and took a quarter more time. The price is that an event loop waits for a disk that has to be read.
 */
final class FileSender implements BlobSender {

    private final OpenFiles files;

    FileSender(OpenFiles files) {
        this.files = files;
    }

    @Override
    public Mono<byte[]> beginning(FileId blob, int length) {
        return Mono.using(
                () -> files.open(blob), file -> Mono.fromCallable(() -> file.beginning(length)), OpenFile::release);
    }

    @Override
    public Mono<Void> send(HttpServerResponse response, FileId blob, List<Segment> segments) {
        Channel channel = channelOf(response);
        return Mono.using(
                () -> files.open(blob),
                file -> response.then(FutureMono.deferFuture(() -> write(channel, file, segments)))
                        .then(),
                OpenFile::release);
    }

    @Override
    public void close() {
        files.close();
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
