package atrium.files.storage.s3;

import atrium.files.storage.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Bytes in a bucket, which is asked for once: a mistake shows at the start and not with the first file. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "atrium.files.store", havingValue = "s3")
@EnableConfigurationProperties(S3StoreProperties.class)
class S3StorageConfiguration {

    private static final int PAGE = 1000;

    @Bean(destroyMethod = "close")
    S3AsyncClient s3Client(S3StoreProperties properties) {
        return S3Access.client(properties);
    }

    @Bean
    S3BlobStore blobStore(S3AsyncClient client, S3StoreProperties properties) throws IOException {
        S3Bucket bucket = new S3Bucket(client, properties.bucket(), properties.timeout());
        check(bucket, properties);
        Path spool = Files.createDirectories(properties.spoolDirectory());
        PartSender sender = new PartSender(bucket, spool, properties.partSize().toBytes(), properties.concurrency());
        return new S3BlobStore(bucket, sender, PAGE);
    }

    private static void check(S3Bucket bucket, S3StoreProperties properties) {
        try {
            bucket.check();
        } catch (IOException e) {
            String where = properties.endpoint().isBlank() ? "Amazon, " + properties.region() : properties.endpoint();
            throw new S3StartException(
                    "The bucket " + properties.bucket() + " at " + where + " cannot be used: " + e.getMessage(),
                    remedy(e),
                    e);
        }
    }

    private static String remedy(IOException failure) {
        if (failure instanceof NoSuchFileException || failure.getCause() instanceof NoSuchBucketException) {
            return "Create the bucket, or name another in atrium.files.s3.bucket (see docs/operations.md).";
        }
        if (failure instanceof StoreUnavailableException) {
            return "Check atrium.files.s3.endpoint and .region, and that the server there is up and can be reached.";
        }
        return "Check atrium.files.s3.access-key, .secret-key and .region, and that they may list the bucket and read,"
                + " write and delete its objects (see docs/operations.md).";
    }
}
