package atrium.files;

import atrium.files.catalog.s3.CatalogMending;
import atrium.files.catalog.s3.S3Catalog;
import atrium.files.lock.Locks;
import atrium.files.storage.s3.S3StoreProperties;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import tools.jackson.databind.json.JsonMapper;

/** Entries in the bucket in which the bytes are. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "atrium.files.store", havingValue = "s3")
class SharedCatalogConfiguration {

    @Bean
    S3Catalog catalog(S3AsyncClient client, S3StoreProperties properties, JsonMapper json) {
        return new S3Catalog(client, properties.bucket(), "", json);
    }

    @Bean
    CatalogMending catalogMending(S3Catalog catalog, Locks locks, InstantSource clock) {
        return new CatalogMending(catalog, locks, clock);
    }
}
