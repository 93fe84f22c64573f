package atrium.files;

import atrium.files.catalog.local.LocalCatalog;
import atrium.files.disk.DurableFiles;
import atrium.files.lock.Locks;
import atrium.files.lock.local.LocalLocks;
import atrium.files.quota.FileProperties;
import atrium.files.storage.local.LocalBlobStore;
import atrium.files.storage.local.LocalStoreProperties;
import atrium.files.upload.Completion;
import atrium.files.upload.Recovery;
import atrium.platform.config.Live;
import java.io.IOException;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Bytes and entries on the disk of this machine, which this process has for itself. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "atrium.files.store", havingValue = "local", matchIfMissing = true)
@EnableConfigurationProperties(LocalStoreProperties.class)
class LocalStorageConfiguration {

    /** Longer than what is on its way to the disk takes to get there. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Bean
    DurableFiles durableFiles(Live<FileProperties> properties) {
        return new DurableFiles(() -> properties.get().durability());
    }

    @Bean
    LocalBlobStore blobStore(LocalStoreProperties properties, DurableFiles disk) throws IOException {
        return new LocalBlobStore(properties.root(), disk);
    }

    @Bean
    LocalCatalog catalog(LocalStoreProperties properties, JsonMapper json, DurableFiles disk) throws IOException {
        return LocalCatalog.open(properties.root().resolve("catalog"), json, disk);
    }

    @Bean
    Locks locks() {
        return new LocalLocks(PATIENCE);
    }

    /** What a crash left is put in order before the web server starts. */
    @Bean(initMethod = "run")
    Recovery recovery(LocalBlobStore store, LocalCatalog catalog, Completion completion) {
        return new Recovery(store, catalog, completion);
    }
}
