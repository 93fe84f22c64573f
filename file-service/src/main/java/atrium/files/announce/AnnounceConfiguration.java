package atrium.files.announce;

import atrium.files.backlog.Backlog;
import atrium.files.backlog.Backoff;
import atrium.files.backlog.Worker;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.StoredFile;
import atrium.files.lock.Locks;
import atrium.platform.identity.IdentityProperties;
import atrium.platform.identity.ServiceToken;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Who tells rooms of their files, and how it finds the chat: in the registry. */
@Configuration(proxyBeanMethods = false)
class AnnounceConfiguration {

    private static final String CHAT = "chat-service";
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    private static final Duration CONNECT = Duration.ofSeconds(2);

    @Bean
    Backlog<StoredFile> untoldFiles(Catalog catalog) {
        return new Backlog<>(
                catalog,
                entry -> entry instanceof StoredFile file && file.untold() ? Optional.of(file) : Optional.empty(),
                file -> file);
    }

    @Bean
    Chat chat(DiscoveryClient registry, IdentityProperties identity, JsonMapper json) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        return new ChatClient(
                http,
                () -> registry.getInstances(CHAT).stream()
                        .map(ServiceInstance::getUri)
                        .toList(),
                ServiceToken.of(identity),
                json,
                new SecureRandom());
    }

    @Bean
    Worker announceWorker(
            Backlog<StoredFile> untoldFiles, Catalog catalog, Locks locks, Chat chat, MeterRegistry meters) {
        return new Worker(
                "announce-files",
                untoldFiles,
                new Backoff(FIRST_RETRY, LONGEST_RETRY, new SecureRandom()),
                new Announcements(untoldFiles, catalog, locks, chat, new AnnouncementMeters(meters)));
    }
}
