package atrium.files.storage.s3;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/** The way to S3. */
final class S3Access {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** How long a connection may bring nothing: a slow download's reader may not have asked for more. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private S3Access() {}

    /** The caller closes it. */
    static S3AsyncClient client(S3StoreProperties properties) {
        S3AsyncClientBuilder builder = S3AsyncClient.builder()
                .region(Region.of(properties.region()))
                .forcePathStyle(properties.usesPathStyle())
                .credentialsProvider(credentials(properties))
                // Checksums beyond what a call demands are Amazon's own, and other servers refuse them.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(http(properties))
                .overrideConfiguration(limits(properties.timeout()));
        if (!properties.endpoint().isBlank()) {
            builder.endpointOverride(URI.create(properties.endpoint()));
        }
        return builder.build();
    }

    private static SdkAsyncHttpClient.Builder<?> http(S3StoreProperties properties) {
        return NettyNioAsyncHttpClient.builder()
                .maxConcurrency(properties.connections())
                .connectionTimeout(CONNECT)
                .connectionAcquisitionTimeout(properties.timeout())
                .readTimeout(SILENCE)
                .writeTimeout(properties.timeout());
    }

    /** Half of the time for one attempt, so that there is some for another. */
    private static ClientOverrideConfiguration limits(Duration timeout) {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(RetryMode.STANDARD)
                .apiCallTimeout(timeout)
                .apiCallAttemptTimeout(timeout.dividedBy(2))
                .build();
    }

    private static AwsCredentialsProvider credentials(S3StoreProperties properties) {
        return properties.accessKey().isBlank()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(properties.accessKey(), properties.secretKey()));
    }
}
