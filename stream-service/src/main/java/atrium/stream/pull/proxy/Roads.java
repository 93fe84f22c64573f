package atrium.stream.pull.proxy;

import atrium.platform.netty.EventLoops;
import atrium.stream.access.SourcePolicy;
import atrium.stream.access.SourceProperties;
import atrium.stream.access.SourceRefusedException;
import atrium.stream.access.SourceScheme;
import atrium.stream.access.SourceUrl;
import atrium.stream.ingest.ffmpeg.SourceRoute;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How a child gets to its source, so that it reaches nothing else:
 *
 * <ul>
 *   <li>HTTP and HTTPS by {@link SourceProxy}, since playlists and redirects lead on;
 *   <li>RTSP, RTSPS and RTMPS by a {@link Relay}: ffmpeg follows redirects of RTSP by itself, and TLS needs the name that
 *       is not looked up again;
 *   <li>RTMP and calling SRT straight to the address that was checked;
 *   <li>what is listened for, and files, as they are.
 * </ul>
 */
public final class Roads implements AutoCloseable {

    private static final int TOKEN_BYTES = 16;

    private final SourcePolicy policy;
    private final EventLoops loops;
    private final RandomGenerator random;
    private final ProxyLimits limits;
    private final Dialer dialer;
    private final SourceProxy proxy;

    /** @param random what tokens are made of; must be secure */
    public Roads(SourcePolicy policy, Supplier<SourceProperties> properties, EventLoops loops, RandomGenerator random) {
        this(policy, properties, loops, random, ProxyLimits.DEFAULT);
    }

    Roads(
            SourcePolicy policy,
            Supplier<SourceProperties> properties,
            EventLoops loops,
            RandomGenerator random,
            ProxyLimits limits) {
        this.policy = policy;
        this.loops = loops;
        this.random = random;
        this.limits = limits;
        this.dialer = new Dialer(policy, loops, new OutboundTls(properties), limits);
        this.proxy = new SourceProxy(loops, dialer, limits);
    }

    /** Opens the way to {@code source} if the policy allows it now. Blocks to look its host up. */
    public Road open(SourceUrl source) throws SourceRefusedException, IOException {
        List<InetAddress> addresses = policy.check(source);
        return switch (source.scheme()) {
            case HTTP, HTTPS -> byProxy(source);
            case RTSP, RTSPS -> byRelay(source, SourceScheme.RTSP);
            case RTMPS -> byRelay(source, SourceScheme.RTMP);
            case RTMP ->
                straight(SourceRoute.ofRtmp(
                        source, source.movedTo(SourceScheme.RTMP, addresses.getFirst(), source.portOrUsual())));
            case SRT ->
                straight(SourceRoute.direct(
                        source.listens()
                                ? source
                                : source.movedTo(SourceScheme.SRT, addresses.getFirst(), source.portOrUsual())));
            case UDP -> straight(SourceRoute.direct(atItsAddressOnly(source)));
            case FILE -> straight(SourceRoute.direct(source));
        };
    }

    @Override
    public void close() {
        proxy.close();
    }

    private Road byProxy(SourceUrl source) throws IOException {
        String token = token();
        Pass pass = new Pass();
        SourceUrl opened = source.scheme() == SourceScheme.HTTP
                ? source
                : source.renamedTo(SourceScheme.HTTP, Target.mark(source.hostInUrl()));
        SourceRoute route = SourceRoute.byProxy(opened, proxy.port(), token);
        proxy.open(token, pass);
        return new Road(route, pass, () -> proxy.shut(token));
    }

    private Road byRelay(SourceUrl source, SourceScheme inside) throws IOException {
        Pass pass = new Pass();
        Relay relay = new Relay(source, loops, dialer, pass, limits);
        SourceUrl opened = source.movedTo(
                inside, relay.address().getAddress(), relay.address().getPort());
        SourceRoute route =
                inside == SourceScheme.RTMP ? SourceRoute.ofRtmp(source, opened) : SourceRoute.direct(opened);
        return new Road(route, pass, relay::close);
    }

    private static Road straight(SourceRoute route) {
        return new Road(route, new Pass(), () -> {});
    }

    /**
     * ffmpeg listens at every address of the machine, whatever the URL says, unless it is told another one in {@code
     * localaddr}; a group is joined on the interface that has that address.
     */
    private static SourceUrl atItsAddressOnly(SourceUrl source) {
        InetAddress address = source.address().orElseThrow();
        boolean all = address.isAnyLocalAddress() || address.isMulticastAddress();
        return all || !source.parameters("localaddr").isEmpty()
                ? source
                : source.with("localaddr", address.getHostAddress());
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
