package atrium.files.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.access.Requester;
import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfos;
import atrium.files.catalog.Upload;
import atrium.files.quota.Admission;
import atrium.files.quota.FileProperties;
import atrium.platform.config.Live;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DeclarationsTests {

    private static final Requester ANN = new Requester(Requester.Rank.MEMBER, "ann");

    private final Declarations declarations =
            new Declarations(new Admission(new Live<>(new Binder(new MapConfigurationPropertySource(
                            Map.of("atrium.files.max-size", "100B", "atrium.files.guests.max-size", "10B")))
                    .bindOrCreate("atrium.files", FileProperties.class))));

    @Test
    void a_known_length_is_the_size_up_to_what_its_sender_may_upload() {
        assertThat(declarations.size(Length.of(100), ANN)).isEqualTo(100);
        assertThat(declarations.size(Length.of(10), Requester.TRUSTED_GUEST)).isEqualTo(10);
        assertThatThrownBy(() -> declarations.size(Length.of(101), ANN)).hasMessageContaining("allowed: up to 100");
        assertThatThrownBy(() -> declarations.size(Length.of(11), Requester.TRUSTED_GUEST))
                .hasMessageContaining("allowed: up to 10");
    }

    @Test
    void an_unknown_one_counts_with_all_that_its_sender_may_upload() {
        assertThat(declarations.size(Length.UNKNOWN, ANN)).isEqualTo(100);
        assertThat(declarations.size(Length.UNKNOWN, Requester.TRUSTED_GUEST)).isEqualTo(10);
    }

    @Test
    void a_length_that_comes_later_is_taken_between_what_is_here_and_what_was_allowed() {
        Upload open = upload(100, true);

        assertThat(Declarations.declared(open, 5, Length.of(5))).isEqualTo(open.declared(5));
        assertThat(Declarations.declared(open, 5, Length.of(100))).isEqualTo(open.declared(100));
        assertThat(Declarations.declared(open, 5, Length.UNKNOWN)).isSameAs(open);
        assertThatThrownBy(() -> Declarations.declared(open, 5, Length.of(4))).hasMessageContaining("expected: 5");
        assertThatThrownBy(() -> Declarations.declared(open, 5, Length.of(101)))
                .hasMessageContaining("allowed: up to 100");
    }

    @Test
    void a_length_that_is_known_may_be_said_again_but_not_changed() {
        Upload known = upload(7, false);

        assertThat(Declarations.declared(known, 5, Length.of(7))).isSameAs(known);
        assertThatThrownBy(() -> Declarations.declared(known, 5, Length.of(8))).hasMessageContaining("expected: 7");
        assertThatThrownBy(() -> Declarations.declared(known, 5, Length.of(6))).hasMessageContaining("expected: 7");
    }

    @Test
    void an_offset_is_where_the_upload_ends() {
        assertThatCode(() -> Declarations.checkOffset(5, 5)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Declarations.checkOffset(4, 5)).hasMessageContaining("offset: 4 (expected: 5)");
    }

    private static Upload upload(long size, boolean open) {
        return new Upload(
                new FileId("0f".repeat(16)),
                FileInfos.of("a", "text/plain", null, "ann"),
                size,
                open,
                false,
                Instant.MAX);
    }
}
