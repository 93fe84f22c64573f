package atrium.files;

import atrium.files.catalog.Catalog;
import atrium.files.lock.Locks;
import atrium.files.quota.Admission;
import atrium.files.quota.FileProperties;
import atrium.files.quota.RoomQuota;
import atrium.files.storage.BlobStore;
import atrium.files.storage.local.LocalStoreProperties;
import atrium.files.upload.Arrivals;
import atrium.files.upload.Completion;
import atrium.files.upload.Removal;
import atrium.files.upload.Spool;
import atrium.files.upload.Sweeper;
import atrium.files.upload.UploadMeters;
import atrium.files.upload.UploadService;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The inner side: limits, and what is done with uploads, over whatever store there is. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LocalStoreProperties.class)
class StorageConfiguration {

    @Bean
    Live<FileProperties> fileProperties(LiveConfiguration configuration) {
        return configuration.of(FileProperties.class);
    }

    @Bean
    @ConditionalOnMissingBean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    Admission admission(Live<FileProperties> properties) {
        return new Admission(properties);
    }

    @Bean
    RoomQuota roomQuota(Catalog catalog, Locks locks, Admission admission) {
        return new RoomQuota(catalog, locks, admission);
    }

    @Bean
    Completion completion(
            BlobStore store,
            Catalog catalog,
            Locks locks,
            Admission admission,
            Arrivals arrivals,
            UploadMeters meters,
            InstantSource clock) {
        return new Completion(store, catalog, locks, admission, arrivals, meters, clock);
    }

    @Bean
    UploadMeters uploadMeters(MeterRegistry registry) {
        return new UploadMeters(registry);
    }

    @Bean
    UploadService uploadService(
            BlobStore store,
            Catalog catalog,
            Admission admission,
            RoomQuota quota,
            Locks locks,
            Completion completion,
            UploadMeters meters,
            InstantSource clock) {
        return new UploadService(
                store, catalog, admission, quota, locks, completion, meters, new SecureRandom(), clock);
    }

    /** On this machine whatever the store: what has not been verified never reaches the store. */
    @Bean
    Spool spool(LocalStoreProperties properties) throws IOException {
        return new Spool(properties.root().resolve("spool"));
    }

    @Bean
    Removal removal(BlobStore store, Catalog catalog, Locks locks, UploadMeters meters) {
        return new Removal(store, catalog, locks, meters);
    }

    @Bean
    Sweeper sweeper(Removal removal, Live<FileProperties> properties, InstantSource clock) {
        return new Sweeper(removal, properties, clock);
    }
}
