import atrium.gateway.route.Instances;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets Atrium's gateway run without Nacos: its one route names an address and no service. */
@Configuration(proxyBeanMethods = false)
public class NoRegistry {

    @Bean
    Instances instances() {
        return service -> List.of();
    }
}
