package atrium.platform.config;

import com.alibaba.cloud.nacos.NacosPropertySourceRepository;
import com.alibaba.cloud.nacos.client.NacosPropertySource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * A data id that {@code spring.config.import} named.
 *
 * <p>The import leaves a property source a YAML document, under names that depend on their number, and none at all for
 * an empty text. They are gathered into one a data id, named after it, so that a later text has a place to take.
 */
record ImportedSource(String dataId, String group) {

    /** What all services share; a service's own data id wins over it. */
    private static final String SHARED = "atrium.yaml";

    static List<ImportedSource> gatherIn(MutablePropertySources sources) {
        List<ImportedSource> imported = NacosPropertySourceRepository.getAll().stream()
                .map(ImportedSource::of)
                .sorted(Comparator.comparing(source -> !source.dataId().equals(SHARED)))
                .toList();
        imported.forEach(source -> source.gather(sources));
        return imported;
    }

    private static ImportedSource of(NacosPropertySource source) {
        return new ImportedSource(source.getDataId(), source.getGroup());
    }

    /** Right below the environment variables, where the one that is gathered last wins over the others. */
    private void gather(MutablePropertySources sources) {
        List<PropertySource<?>> documents = new ArrayList<>();
        sources.stream().filter(this::isDocument).forEach(documents::add);
        Map<String, Object> values = new LinkedHashMap<>();
        for (PropertySource<?> document : documents.reversed()) {
            YamlSource.putAll(values, (EnumerablePropertySource<?>) document);
            sources.remove(document.getName());
        }
        sources.addAfter(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new MapPropertySource(dataId, values));
    }

    /** Spring Cloud Alibaba calls a document {@code group@data-id}, Spring Boot numbers it where there are several. */
    private boolean isDocument(PropertySource<?> source) {
        String name = group + "@" + dataId;
        return source.getName().equals(name) || source.getName().startsWith(name + " (document");
    }
}
