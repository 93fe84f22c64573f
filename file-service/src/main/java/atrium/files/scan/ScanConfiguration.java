package atrium.files.scan;

import atrium.files.backlog.Backlog;
import atrium.files.backlog.Backoff;
import atrium.files.backlog.Worker;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.HeldFile;
import atrium.files.lock.Locks;
import atrium.files.storage.BlobStore;
import atrium.files.upload.Verdicts;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The scanner, and who takes files to it. It is always there, since it may be configured at any time. */
@Configuration(proxyBeanMethods = false)
class ScanConfiguration {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    @Bean
    Live<ScanProperties> scanProperties(LiveConfiguration configuration) {
        return configuration.of(ScanProperties.class);
    }

    @Bean
    Gate scanGate(Live<ScanProperties> scanProperties) {
        return new Gate(scanProperties);
    }

    @Bean
    Backlog<HeldFile> heldFiles(Catalog catalog) {
        return new Backlog<>(
                catalog,
                entry -> entry instanceof HeldFile held ? Optional.of(held) : Optional.empty(),
                HeldFile::file);
    }

    @Bean
    Scanners scanners(JsonMapper json) {
        return new Scanners(json);
    }

    @Bean
    ScannerState scannerHealthIndicator() {
        return new ScannerState();
    }

    @Bean
    Worker scanWorker(
            Backlog<HeldFile> heldFiles,
            Verdicts verdicts,
            Locks locks,
            Live<ScanProperties> scanProperties,
            Scanners scanners,
            BlobStore store,
            ScannerState state,
            MeterRegistry meters) {
        scanProperties.onChange(now -> heldFiles.wake());
        Screening screening = new Screening(
                heldFiles,
                verdicts,
                locks,
                scanProperties,
                scanners,
                new TimedScans(store),
                state,
                new ScanMeters(meters));
        return new Worker(
                "scan-files", heldFiles, new Backoff(FIRST_RETRY, LONGEST_RETRY, new SecureRandom()), screening);
    }
}
