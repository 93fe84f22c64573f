package atrium.files.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfo;
import atrium.files.catalog.FileInfos;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.RoomUsage;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogKeysTests {

    private static final FileId ID = new FileId("0123456789abcdef0123456789abcdef");
    private static final FileId BLOB = new FileId("fedcba9876543210fedcba9876543210");
    private static final Instant NOW = Instant.ofEpochMilli(1_600_000_000_000L);
    private static final String SHA256_OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    private final CatalogKeys keys = new CatalogKeys("x/");

    @Test
    void a_file_is_led_to_in_every_way() {
        StoredFile file = new StoredFile(ID, info("a", "a"), 5, "hash", BLOB, false, NOW, NOW);

        assertThat(keys.leadingTo(file))
                .containsExactlyInAnyOrder(
                        "x/index/room/" + SHA256_OF_A + "/998399999999999-" + ID,
                        "x/index/owner/" + SHA256_OF_A + "/998399999999999-" + ID,
                        "x/index/content/hash-5/" + BLOB + "/" + ID,
                        "x/index/usage/" + SHA256_OF_A + "/member-5-" + ID,
                        "x/index/expiry/001600000000000-" + ID);
        assertThat(keys.leadingTo(new HeldFile(file)))
                .containsExactlyInAnyOrder(
                        "x/index/content/hash-5/" + BLOB + "/" + ID,
                        "x/index/usage/" + SHA256_OF_A + "/member-5-" + ID,
                        "x/index/unsettled/" + ID,
                        "x/index/expiry/001600000000000-" + ID);
    }

    @Test
    void an_upload_is_led_to_by_its_room_and_its_end() {
        Upload upload = new Upload(ID, info(null, null), 7, true, false, Instant.MAX);

        assertThat(keys.leadingTo(upload))
                .containsExactlyInAnyOrder("x/index/usage/none/guest-7-" + ID, "x/index/expiry/999999999999999-" + ID);
    }

    @Test
    void what_a_key_says_is_read_back() {
        assertThat(CatalogKeys.ids(List.of(keys.whole(ID), keys.expiry(NOW, BLOB), "x/index/usage/short", "")))
                .containsExactly(ID, BLOB);
        assertThat(CatalogKeys.usageIn("x/index/usage/none/guest-7-" + ID)).isEqualTo(new RoomUsage(7, 7));
        assertThat(CatalogKeys.usageIn("x/index/usage/none/member-7-" + ID)).isEqualTo(new RoomUsage(0, 7));
        for (String none : List.of("", "guest", "guest-", "guest-x-" + ID, "guest-99999999999999999999-" + ID)) {
            assertThat(CatalogKeys.usageIn(none)).isEqualTo(RoomUsage.NOTHING);
        }
    }

    @Test
    void what_ends_at_a_time_is_before_what_ends_after_it() {
        assertThat(keys.expiry(NOW, ID)).isLessThan(keys.expiryAfter(NOW));
        assertThat(keys.expiry(NOW.plusMillis(1), ID)).isGreaterThan(keys.expiryAfter(NOW));
        assertThat(keys.expiry(Instant.MIN, ID)).isLessThan(keys.expiry(NOW, ID));
    }

    @Test
    void no_name_makes_a_key_longer_than_s3_takes() {
        String name = "\ud801\udc00".repeat(1000);
        StoredFile file = new StoredFile(ID, info(name, name), Long.MAX_VALUE, SHA256_OF_A, BLOB, false, NOW, NOW);

        assertThat(keys.leadingTo(file))
                .hasSize(5)
                .allSatisfy(
                        key -> assertThat(key.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(256));
    }

    private static FileInfo info(@Nullable String room, @Nullable String owner) {
        return FileInfos.of("n", "t/t", room, owner);
    }
}
