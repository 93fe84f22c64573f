package atrium.files;

import atrium.files.catalog.Catalog;
import atrium.files.download.DownloadRoute;
import atrium.files.download.Entrance;
import atrium.files.download.ListHandler;
import atrium.files.http.Admittance;
import atrium.files.http.JsonAnswers;
import atrium.files.http.OpenBodies;
import atrium.files.http.RemovalHandler;
import atrium.files.http.Requesters;
import atrium.files.protocol.form.FormHandler;
import atrium.files.protocol.rufh.RufhHandler;
import atrium.files.protocol.tus.TusHandler;
import atrium.files.quota.Admission;
import atrium.files.quota.FileProperties;
import atrium.files.storage.BlobStore;
import atrium.files.upload.Absence;
import atrium.files.upload.Removal;
import atrium.files.upload.Spool;
import atrium.files.upload.UploadMeters;
import atrium.files.upload.UploadService;
import atrium.platform.blocking.Workers;
import atrium.platform.config.Live;
import atrium.platform.identity.TokenHolders;
import atrium.platform.netty.EventLoops;
import atrium.platform.rooms.RoomAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP side: handlers, and the path that leads to them. */
@Configuration(proxyBeanMethods = false)
class FilesConfiguration {

    @Bean
    OpenBodies openBodies(Live<FileProperties> properties, MeterRegistry meters) {
        return new OpenBodies(properties, meters);
    }

    @Bean
    JsonAnswers jsonAnswers(JsonMapper json) {
        return new JsonAnswers(json);
    }

    @Bean
    RemovalHandler removalHandler(Removal removal, Workers workers) {
        return new RemovalHandler(removal, workers);
    }

    @Bean
    TusHandler tusHandler(
            UploadService uploads,
            Catalog catalog,
            Removal removal,
            RemovalHandler removals,
            Admission admission,
            OpenBodies bodies,
            Spool spool,
            Workers workers) {
        return new TusHandler(uploads, catalog, removal, removals, admission, bodies, spool, workers);
    }

    @Bean
    RufhHandler rufhHandler(
            UploadService uploads,
            Removal removal,
            RemovalHandler removals,
            Admission admission,
            OpenBodies bodies,
            Spool spool,
            Workers workers,
            JsonAnswers answers,
            InstantSource clock) {
        return new RufhHandler(uploads, removal, removals, admission, bodies, spool, workers, answers, clock);
    }

    @Bean
    FormHandler formHandler(
            UploadService uploads, Admission admission, OpenBodies bodies, Workers workers, JsonAnswers answers) {
        return new FormHandler(uploads, admission, bodies, workers, answers);
    }

    @Bean
    DownloadRoute downloadRoute(
            Catalog catalog,
            Absence absence,
            BlobStore store,
            UploadMeters uploadMeters,
            MeterRegistry meters,
            Live<FileProperties> properties,
            JsonMapper json,
            InstantSource clock,
            EventLoops loops,
            RoomAccess rooms,
            ReactiveAuthenticationManager bearers,
            ObjectProvider<HttpHandler> webFlux) {
        return new DownloadRoute(
                catalog,
                absence,
                store,
                uploadMeters,
                meters,
                properties,
                json,
                new SecureRandom(),
                clock,
                loops.next(),
                new Entrance(rooms, new TokenHolders(bearers)),
                new WebFluxHeads(webFlux));
    }

    @Bean
    ListHandler listHandler(Catalog catalog, JsonAnswers answers, Workers workers, InstantSource clock) {
        return new ListHandler(catalog, answers, workers, clock);
    }

    @Bean
    SimpleUrlHandlerMapping filesMapping(
            RoomAccess rooms,
            Catalog catalog,
            Workers workers,
            TusHandler tus,
            RufhHandler rufh,
            FormHandler form,
            ListHandler list,
            RemovalHandler removal) {
        FilesEndpoint endpoint = new FilesEndpoint(
                new Requesters(rooms), new Admittance(catalog, workers), tus, rufh, form, list, removal);
        return new SimpleUrlHandlerMapping(
                Map.of(FilesEndpoint.PATH, endpoint, FilesEndpoint.PATH + "/**", endpoint), Ordered.HIGHEST_PRECEDENCE);
    }
}
