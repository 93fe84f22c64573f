package atrium.files;

import atrium.files.backlog.Backlog;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.StoredFile;
import atrium.files.lock.Locks;
import atrium.files.scan.Gate;
import atrium.files.upload.Absence;
import atrium.files.upload.Arrivals;
import atrium.files.upload.Refusals;
import atrium.files.upload.Removal;
import atrium.files.upload.Verdicts;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What comes after an upload. */
@Configuration(proxyBeanMethods = false)
class ArrivalConfiguration {

    @Bean
    Arrivals nextSteps(Gate gate, Backlog<HeldFile> toScan, Backlog<StoredFile> toTell) {
        return new NextSteps(gate, toScan, toTell);
    }

    @Bean
    Refusals refusals(InstantSource clock) {
        return new Refusals(clock);
    }

    @Bean
    Absence absence(Catalog catalog, Refusals refusals) {
        return new Absence(catalog, refusals);
    }

    @Bean
    Verdicts verdicts(Catalog catalog, Locks locks, Removal removal, Refusals refusals, Arrivals arrivals) {
        return new Verdicts(catalog, locks, removal, refusals, arrivals);
    }
}
