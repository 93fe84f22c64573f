package atrium.files;

import atrium.files.catalog.FileCatalog;
import atrium.files.quota.Admission;
import atrium.files.quota.FileProperties;
import atrium.files.quota.RoomQuota;
import atrium.files.storage.BlobStore;
import atrium.files.storage.local.LocalBlobStore;
import atrium.files.storage.local.LocalStoreProperties;
import atrium.files.upload.Recovery;
import atrium.files.upload.Removal;
import atrium.files.upload.Sweeper;
import atrium.files.upload.UploadLocks;
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
import tools.jackson.databind.json.JsonMapper;

/** The inner side: store, catalog, limits, and what is done with uploads. */
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
    LocalBlobStore blobStore(LocalStoreProperties properties) throws IOException {
        return new LocalBlobStore(properties.root());
    }

    /** What a crash left is put in order here, so that nobody gets a catalog that disagrees with its store. */
    @Bean
    FileCatalog fileCatalog(
            LocalStoreProperties properties,
            JsonMapper json,
            BlobStore store,
            Admission admission,
            RoomQuota quota,
            UploadMeters meters,
            InstantSource clock)
            throws IOException {
        FileCatalog catalog = FileCatalog.open(properties.root().resolve("catalog"), json);
        new Recovery(store, catalog, admission, quota, meters, clock).run();
        return catalog;
    }

    @Bean
    Admission admission(Live<FileProperties> properties) {
        return new Admission(properties);
    }

    @Bean
    RoomQuota roomQuota() {
        return new RoomQuota();
    }

    @Bean
    UploadLocks uploadLocks() {
        return new UploadLocks();
    }

    @Bean
    UploadMeters uploadMeters(MeterRegistry registry) {
        return new UploadMeters(registry);
    }

    @Bean
    UploadService uploadService(
            BlobStore store,
            FileCatalog catalog,
            Admission admission,
            RoomQuota quota,
            UploadLocks locks,
            UploadMeters meters,
            InstantSource clock) {
        return new UploadService(store, catalog, admission, quota, locks, meters, new SecureRandom(), clock);
    }

    @Bean
    Removal removal(BlobStore store, FileCatalog catalog, RoomQuota quota, UploadLocks locks, UploadMeters meters) {
        return new Removal(store, catalog, quota, locks, meters);
    }

    @Bean
    Sweeper sweeper(Removal removal, Live<FileProperties> properties, InstantSource clock) {
        return new Sweeper(removal, properties, clock);
    }
}
