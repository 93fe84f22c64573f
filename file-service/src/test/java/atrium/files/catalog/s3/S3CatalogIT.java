package atrium.files.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.CatalogContract;
import atrium.files.catalog.Entry;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.RoomUsage;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import atrium.platform.testsupport.S3ProxyProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import tools.jackson.databind.json.JsonMapper;

/** What {@link S3Catalog} promises beyond all catalogs: several services, many entries, and a crash anywhere. */
@Requires(Part.S3)
class S3CatalogIT extends CatalogContract {

    private static final int MANY = 1010;

    private static S3ProxyProcess proxy;
    private static S3AsyncClient s3;

    private final String root = UUID.randomUUID() + "/";
    private final CatalogKeys keys = new CatalogKeys(root + "catalog/");

    @BeforeAll
    static void startProxy() throws IOException {
        proxy = S3ProxyProcess.start();
        s3 = S3AsyncClient.builder()
                .endpointOverride(URI.create(proxy.endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(proxy.accessKey(), proxy.secretKey())))
                .build();
    }

    @AfterAll
    static void stopProxy() throws IOException {
        s3.close();
        proxy.close();
    }

    @Override
    protected Catalog open() {
        return new S3Catalog(s3, proxy.bucket(), root, JsonMapper.shared());
    }

    @Test
    void two_services_see_what_the_other_does() throws IOException {
        Catalog here = open();
        Catalog there = open();
        StoredFile file = file(id(), "room");
        here.put(new Upload(file.id(), file.info(), file.size(), false, false, TOMORROW));
        Upload seen = (Upload) there.find(file.id()).orElseThrow();
        there.put(seen.until(TOMORROW.plusSeconds(1)));
        assertThat(here.find(file.id()).orElseThrow().expiresAt()).isEqualTo(TOMORROW.plusSeconds(1));

        here.put(file);
        assertThat(there.filesOf("room")).containsExactly(file);
        assertThat(there.findFile(file.id())).contains(file);

        here.remove(file);
        assertThat(there.filesOf("room")).isEmpty();
        assertThat(there.findFile(file.id())).isEmpty();
        assertThat(there.find(file.id())).isEmpty();
        assertThat(objects()).isEmpty();
    }

    @Test
    void more_entries_than_a_page_has() throws IOException {
        Catalog catalog = open();
        List<String> leading = new ArrayList<>();
        Set<StoredFile> files = new HashSet<>();
        SmallObjects objects = new SmallObjects(s3, proxy.bucket());
        for (int i = 0; i < MANY; i++) {
            StoredFile file = guests(id(), "room", i);
            files.add(file);
            leading.addAll(keys.leadingTo(file));
            leading.remove(keys.expiry(TOMORROW, file.id()));
            leading.remove(keys.content(file) + file.id());
            objects.put(
                    keys.whole(file.id()),
                    JsonMapper.shared().writerFor(Entry.class).writeValueAsBytes(file));
        }
        objects.mark(leading);

        assertThat(catalog.filesOf("room")).hasSize(MANY).hasSameElementsAs(files);
        assertThat(catalog.usage("room").guests()).isEqualTo(MANY * (MANY - 1L) / 2);
    }

    @Test
    void an_upload_that_is_put_too_late_hides_no_file() throws IOException {
        Catalog catalog = open();
        StoredFile file = file(id(), "room");
        Upload upload = new Upload(file.id(), file.info(), file.size(), false, false, TOMORROW);
        catalog.put(upload);
        open().put(file);

        catalog.put(upload.until(TOMORROW.plusSeconds(1)));

        assertThat(open().find(file.id())).contains(file);
        try (Stream<Entry> entries = open().entries()) {
            assertThat(entries).containsExactly(file);
        }
        open().remove(file);
        assertThat(open().find(file.id())).isEmpty();
    }

    @Test
    void keys_that_a_crash_has_left_lead_nowhere_until_they_are_mended() throws IOException {
        S3Catalog catalog = (S3Catalog) open();
        StoredFile lost = guests(id(), "room", 8);
        StoredFile kept = guests(id(), "room", 16);
        catalog.put(kept);
        new SmallObjects(s3, proxy.bucket()).mark(keys.leadingTo(lost));

        assertThat(catalog.filesOf("room")).containsExactly(kept);
        assertThat(catalog.blobOf(lost.sha256(), lost.size())).isEmpty();
        assertThat(catalog.expired(TOMORROW)).containsExactly(kept.id());
        assertThat(catalog.usage("room")).isEqualTo(new RoomUsage(24, 24));

        assertThat(catalog.mend(Instant.now().minus(Duration.ofHours(1)))).isZero();
        assertThat(catalog.mend(Instant.now().plus(Duration.ofHours(1)))).isEqualTo(4);
        assertThat(catalog.usage("room")).isEqualTo(new RoomUsage(16, 16));
        assertThat(catalog.filesOf("room")).containsExactly(kept);
    }

    @Test
    void an_old_key_of_a_time_that_was_put_off_is_deleted() throws IOException {
        Catalog catalog = open();
        Upload upload = new Upload(id(), guest("room"), 8, false, false, NOW);
        catalog.put(upload);
        open().put(upload.until(Instant.MAX)); // which does not know of the first
        assertThat(objects()).contains(keys.expiry(NOW, upload.id()));

        assertThat(catalog.expired(Instant.now())).isEmpty();
        assertThat(objects()).contains(keys.expiry(NOW, upload.id()));
        assertThat(catalog.expired(Instant.now().plus(Duration.ofHours(2)))).isEmpty();
        assertThat(objects()).doesNotContain(keys.expiry(NOW, upload.id()));
    }

    @Test
    void a_damaged_entry_is_left_out() throws IOException {
        Catalog catalog = open();
        StoredFile file = file(id(), "room");
        StoredFile damaged = file(id(), "room");
        catalog.put(file);
        catalog.put(new HeldFile(damaged));
        catalog.put(damaged);
        new SmallObjects(s3, proxy.bucket()).put(keys.whole(damaged.id()), new byte[] {'{'});

        assertThat(open().find(damaged.id())).isEmpty();
        assertThat(open().filesOf("room")).containsExactly(file);
    }

    private List<String> objects() throws IOException {
        return new SmallObjects(s3, proxy.bucket()).list(root);
    }
}
