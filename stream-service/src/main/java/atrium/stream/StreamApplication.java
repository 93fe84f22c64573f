package atrium.stream;

import atrium.platform.AtriumService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The process {@code stream-service}. */
@SpringBootApplication(proxyBeanMethods = false)
public class StreamApplication {

    public static void main(String[] args) {
        AtriumService.run(StreamApplication.class, "stream-service", args);
    }
}
