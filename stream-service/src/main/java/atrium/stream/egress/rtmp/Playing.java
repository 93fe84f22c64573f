package atrium.stream.egress.rtmp;

import atrium.platform.problem.ProblemException;
import atrium.stream.egress.VisibleStreams;
import atrium.stream.live.StreamName;
import atrium.stream.protocol.rtmp.RtmpActivity;
import atrium.stream.protocol.rtmp.RtmpPeer;
import atrium.stream.protocol.rtmp.RtmpService;
import atrium.stream.protocol.rtmp.StreamAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import reactor.core.scheduler.Schedulers;

/**
 * Lets peers of the allowed networks play what they may see. Who they are is said by the access token in the stream's
 * URL; a peer without one is nobody.
 */
public final class Playing implements RtmpService {

    private static final Logger log = LoggerFactory.getLogger(Playing.class);

    private final VisibleStreams streams;
    private final ReactiveAuthenticationManager bearers;
    private final Supplier<RtmpPlayProperties> properties;

    /** @param bearers says whose a token is, as for requests over HTTP */
    public Playing(
            VisibleStreams streams, ReactiveAuthenticationManager bearers, Supplier<RtmpPlayProperties> properties) {
        this.streams = streams;
        this.bearers = bearers;
        this.properties = properties;
    }

    @Override
    public RtmpActivity begin(RtmpPeer peer, StreamAddress address) {
        Player player = new Player(peer, address);
        if (!isAllowed(peer.channel().remoteAddress())) {
            log.info("RTMP {}: may not play", peer.channel().remoteAddress());
            player.refuse("Streams are not played by RTMP from this address.");
        } else if (address.token().isEmpty()) {
            admit(player, null);
        } else {
            identify(player, address.token());
        }
        return player;
    }

    private boolean isAllowed(SocketAddress remote) {
        return remote instanceof InetSocketAddress socket
                && socket.getAddress() != null
                && properties.get().allow(socket.getAddress());
    }

    /** The key that verifies the token may have to be fetched first, so the answer may come later and elsewhere. */
    private void identify(Player player, String token) {
        bearers.authenticate(UsernamePasswordAuthenticationToken.unauthenticated("bearer", token))
                .single()
                .publishOn(Schedulers.fromExecutor(player.channel().eventLoop()))
                .subscribe(who -> admit(player, who), error -> refuse(player, error));
    }

    private void admit(Player player, @Nullable Principal who) {
        try {
            StreamName.of(player.address().name())
                    .flatMap(name -> streams.find(who, name))
                    .ifPresentOrElse(player::watch, player::refuseUnknown);
        } catch (ProblemException refused) {
            player.refuse(String.valueOf(refused.getBody().getDetail()));
        }
    }

    private static void refuse(Player player, Throwable error) {
        if (error instanceof AuthenticationException wrong) {
            log.info("RTMP {}: {}", player.channel().remoteAddress(), wrong.getMessage());
            player.refuse(String.valueOf(wrong.getMessage()));
        } else {
            log.error("RTMP {}: an access token could not be verified", player.channel().remoteAddress(), error);
            player.refuse("internal error");
        }
    }
}
