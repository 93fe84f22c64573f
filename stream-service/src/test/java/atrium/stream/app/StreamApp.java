package atrium.stream.app;

import atrium.stream.StreamApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** A test with the whole service, by itself: no registry, ports and data of its own, shorter time-outs. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = StreamApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "atrium.identity.admin-token=secret",
            "atrium.stream.data=target/app-tests/${random.uuid}",
            "atrium.stream.rtmp.server.port=0",
            "atrium.stream.rtmp.silence=2s",
            "atrium.stream.rtmp.publish-timeout=2s",
            "atrium.stream.live.source-timeout=4s",
            "atrium.stream.live.idle-timeout=1s",
            "atrium.stream.sources.allow-loopback=true",
            "atrium.stream.streams.reserved.public=true",
            "atrium.stream.streams.hidden.public=false",
            "atrium.stream.streams.dead.source=rtmp://127.0.0.1:1/live/x"
        })
@interface StreamApp {}
