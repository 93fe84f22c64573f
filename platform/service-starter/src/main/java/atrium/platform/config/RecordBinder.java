package atrium.platform.config;

import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.PropertySource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Binds {@code @ConfigurationProperties} records to any set of property sources, also one that is only a candidate. */
final class RecordBinder {

    private final @Nullable Validator validator;

    RecordBinder(@Nullable Validator validator) {
        this.validator = validator;
    }

    <T> T bind(Iterable<PropertySource<?>> sources, Class<T> type) {
        return binder(sources).bindOrCreate(prefix(type), Bindable.of(type), handler());
    }

    private static Binder binder(Iterable<PropertySource<?>> sources) {
        List<PropertySource<?>> plain = new ArrayList<>();
        for (PropertySource<?> source : sources) {
            if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
                plain.add(source);
            }
        }
        return new Binder(
                ConfigurationPropertySources.from(plain),
                new PropertySourcesPlaceholdersResolver(plain),
                ApplicationConversionService.getSharedInstance());
    }

    private BindHandler handler() {
        return validator == null
                ? BindHandler.DEFAULT
                : new ValidationBindHandler(new SpringValidatorAdapter(validator));
    }

    private static String prefix(Class<?> type) {
        ConfigurationProperties annotation = type.getAnnotation(ConfigurationProperties.class);
        if (annotation == null) {
            throw new IllegalArgumentException(type + " lacks @ConfigurationProperties");
        }
        return annotation.value().isEmpty() ? annotation.prefix() : annotation.value();
    }
}
