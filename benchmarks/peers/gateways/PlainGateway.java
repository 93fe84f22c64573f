import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** Spring Cloud Gateway as its starter has it. Its route is in its arguments. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class PlainGateway {

    public static void main(String[] args) {
        SpringApplication.run(PlainGateway.class, args);
    }
}
