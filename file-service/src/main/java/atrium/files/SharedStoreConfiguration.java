package atrium.files;

import atrium.files.catalog.s3.S3Catalog;
import atrium.files.lock.Locks;
import atrium.files.storage.BlobStore;
import atrium.files.storage.s3.S3StoreProperties;
import atrium.files.upload.Mending;
import atrium.files.upload.Orphans;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import tools.jackson.databind.json.JsonMapper;

/** Entries in the bucket in which the bytes are, and what keeps the two in agreement. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "atrium.files.store", havingValue = "s3")
class SharedStoreConfiguration {

    /** After this no entry is on its way any more whose keys are there already. */
    private static final Duration OLD = Duration.ofHours(1);

    @Bean
    S3Catalog catalog(S3AsyncClient client, S3StoreProperties properties, JsonMapper json) {
        return new S3Catalog(client, properties.bucket(), "", json);
    }

    @Bean
    Mending mending(BlobStore store, S3Catalog catalog, Locks locks, InstantSource clock) {
        Orphans orphans = new Orphans(store, catalog, locks);
        return new Mending(locks, List.of(() -> catalog.mend(clock.instant().minus(OLD)), orphans::sweep));
    }
}
