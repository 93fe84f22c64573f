package atrium.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutletTests {

    private final CompletableFuture<ChannelHandlerContext> accepted = new CompletableFuture<>();
    private EventLoopGroup loops;
    private Channel listening;
    private Outlet outlet;

    @AfterEach
    void stop() {
        listening.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_shared_buffer_arrives_and_stays_as_it_is(boolean epoll) throws Exception {
        try (Socket client = connect(epoll, 0)) {
            ByteBuf shared = direct(bytes(1000));
            shared.skipBytes(10);
            onLoop(out -> {
                out.send(shared);
                out.send(shared);
                assertThat(out.pendingBytes()).isZero();
            });

            assertThat(client.getInputStream().readNBytes(990)).isEqualTo(tail(bytes(1000), 10));
            assertThat(client.getInputStream().readNBytes(990)).isEqualTo(tail(bytes(1000), 10));
            assertThat(shared.readerIndex()).isEqualTo(10);
            assertThat(shared.refCnt()).isEqualTo(1);
            shared.release();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_the_socket_does_not_take_waits_and_the_order_stays(boolean epoll) throws Exception {
        byte[] large = bytes(8 * 1024 * 1024);
        try (Socket client = connect(epoll, 4096)) {
            ByteBuf shared = direct(large);
            ByteBuf small = direct(new byte[] {1, 2, 3});
            onLoop(out -> {
                out.send(shared);
                assertThat(out.pendingBytes()).isPositive();
                out.send(small);
                out.write(Unpooled.wrappedBuffer(new byte[] {4}));
                out.flush();
                out.send(small);
            });

            assertThat(client.getInputStream().readNBytes(large.length)).isEqualTo(large);
            assertThat(client.getInputStream().readNBytes(7)).containsExactly(1, 2, 3, 4, 1, 2, 3);
            await().atMost(5, TimeUnit.SECONDS).until(() -> shared.refCnt() == 1 && small.refCnt() == 1);
            shared.release();
            small.release();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_heap_buffer_arrives_too(boolean epoll) throws Exception {
        try (Socket client = connect(epoll, 0)) {
            ByteBuf heap = Unpooled.wrappedBuffer(bytes(100));
            onLoop(out -> out.send(heap));

            assertThat(client.getInputStream().readNBytes(100)).isEqualTo(bytes(100));
            assertThat(heap.readableBytes()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothing_is_sent_once_the_connection_is_closed(boolean epoll) throws Exception {
        ByteBuf shared = direct(bytes(100));
        try (Socket client = connect(epoll, 0)) {
            onLoop(out -> accepted.getNow(null).close());
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            onLoop(out -> {
                out.send(shared);
                assertThat(out.pendingBytes()).isZero();
            });
        }
        assertThat(shared.refCnt()).isEqualTo(1);
        shared.release();
    }

    private Socket connect(boolean epoll, int receiveBuffer)
            throws IOException, ExecutionException, InterruptedException {
        assumeTrue(!epoll || Epoll.isAvailable(), "epoll is Linux'");
        loops = new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        listening = new ServerBootstrap()
                .group(loops)
                .channel(type)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelActive(ChannelHandlerContext context) {
                                accepted.complete(context);
                            }
                        });
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        Socket client = new Socket();
        if (receiveBuffer > 0) {
            client.setReceiveBufferSize(receiveBuffer);
        }
        client.connect(listening.localAddress() instanceof InetSocketAddress address ? address : null);
        client.setSoTimeout(10_000);
        ChannelHandlerContext context = accepted.get();
        outlet = new Outlet(context);
        return client;
    }

    private void onLoop(Consumer<Outlet> task) throws ExecutionException, InterruptedException {
        CompletableFuture.runAsync(() -> task.accept(outlet), accepted.get().executor())
                .get();
    }

    private static ByteBuf direct(byte[] bytes) {
        return ByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static byte[] tail(byte[] bytes, int from) {
        return java.util.Arrays.copyOfRange(bytes, from, bytes.length);
    }
}
