package atrium.files.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.storage.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ErrorsTests {

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchKey, java.nio.file.NoSuchFileException",
        "404, NoSuchUpload, java.nio.file.NoSuchFileException",
        "403, AccessDenied, atrium.files.storage.s3.S3RefusedException",
        "400, InvalidPart, atrium.files.storage.s3.S3RefusedException",
        "429, TooManyRequests, atrium.files.storage.StoreUnavailableException",
        "500, InternalError, atrium.files.storage.StoreUnavailableException",
        "503, SlowDown, atrium.files.storage.StoreUnavailableException",
        "409, ConditionalRequestConflict, java.io.IOException",
        "412, PreconditionFailed, java.io.IOException",
        "507, XMinioStorageFull, java.io.IOException",
        "403, QuotaExceeded, java.io.IOException"
    })
    void an_answer_becomes_what_a_store_throws(int status, String code, Class<?> expected) {
        IOException thrown = S3Errors.of(new CompletionException(answer(status, code)), "blobs/x");

        assertThat(thrown)
                .isExactlyInstanceOf(expected)
                .hasMessageContaining("blobs/x")
                .hasRootCauseInstanceOf(S3Exception.class);
    }

    @Test
    void a_full_bucket_says_what_a_full_disk_says() {
        assertThat(S3Errors.of(answer(507, "XMinioStorageFull"), "x")).hasMessageContaining("No space left");
    }

    @Test
    void no_answer_is_a_store_that_is_unavailable() {
        assertThat(S3Errors.of(ApiCallTimeoutException.create(10), "x")).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void an_input_error_stays_as_it_is() {
        NoSuchFileException cause = new NoSuchFileException("x");

        assertThat(S3Errors.of(new CompletionException(cause), "y")).isSameAs(cause);
    }

    private static Throwable answer(int status, String code) {
        return S3Exception.builder()
                .statusCode(status)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
