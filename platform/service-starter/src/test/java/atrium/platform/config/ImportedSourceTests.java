package atrium.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.cloud.nacos.NacosPropertySourceRepository;
import com.alibaba.cloud.nacos.client.NacosPropertySource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

class ImportedSourceTests {

    private final StandardEnvironment environment = new StandardEnvironment();
    private final MutablePropertySources sources = environment.getPropertySources();

    @BeforeEach
    void importsOfAService() {
        imported("imported-service.yaml");
        imported("atrium.yaml");
        sources.addLast(source("ATRIUM@imported-service.yaml (document #1)", Map.of("a", "second", "b", "second")));
        sources.addLast(source("ATRIUM@imported-service.yaml (document #0)", Map.of("a", "first", "c", "first")));
        sources.addLast(source("ATRIUM@atrium.yaml", Map.of("b", "shared", "d", "shared")));
        sources.addLast(source("Config resource 'application.yaml'", Map.of("d", "own", "e", "own")));
    }

    @Test
    void gathers_documents_under_the_data_id_and_keeps_who_wins_over_whom() {
        List<ImportedSource> gathered = ImportedSource.gatherIn(sources);

        assertThat(gathered)
                .contains(
                        new ImportedSource("imported-service.yaml", "ATRIUM"),
                        new ImportedSource("atrium.yaml", "ATRIUM"));
        assertThat(sources.stream().map(PropertySource::getName))
                .containsSubsequence("imported-service.yaml", "atrium.yaml", "Config resource 'application.yaml'")
                .noneMatch(name -> name.contains("@"));
        assertThat(List.of("a", "b", "c", "d", "e"))
                .extracting(environment::getProperty)
                .containsExactly("second", "second", "first", "shared", "own");
    }

    private static void imported(String dataId) {
        NacosPropertySourceRepository.collectNacosPropertySource(
                new NacosPropertySource(List.of(), "ATRIUM", dataId, new Date(), false));
    }

    private static PropertySource<?> source(String name, Map<String, Object> values) {
        return new MapPropertySource(name, values);
    }
}
