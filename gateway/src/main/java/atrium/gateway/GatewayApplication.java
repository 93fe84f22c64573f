package atrium.gateway;

import atrium.platform.AtriumService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The process {@code gateway}. */
@SpringBootApplication(proxyBeanMethods = false)
public class GatewayApplication {

    public static void main(String[] args) {
        AtriumService.run(GatewayApplication.class, "gateway", args);
    }
}
