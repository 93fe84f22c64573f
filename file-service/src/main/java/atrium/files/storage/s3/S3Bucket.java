package atrium.files.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * One bucket. The calls wait until S3 has answered, and throw what {@link S3Errors} makes of an answer; they are for
 * virtual threads. Safe for use by many.
 */
final class S3Bucket {

    /** How much longer than others a call may take that moves bytes, or makes one object of many parts. */
    private static final int LONGER = 5;

    /** For streams, which are as slow as their reader; that S3 falls silent is noticed by the connection. */
    private static final Duration UNLIMITED = Duration.ofDays(7);

    private final S3AsyncClient client;
    private final String name;
    private final Duration timeout;

    /** Does not own {@code client}. */
    S3Bucket(S3AsyncClient client, String name, Duration timeout) {
        this.client = client;
        this.name = name;
        this.timeout = timeout;
    }

    /** Asks whether the bucket is there for us. */
    void check() throws IOException {
        await("look for bucket " + name, client.headBucket(request -> request.bucket(name)));
    }

    Optional<HeadObjectResponse> head(String key) throws IOException {
        try {
            return Optional.of(
                    await(key, client.headObject(request -> request.bucket(name).key(key))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    InputStream open(String key) throws IOException {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(name)
                .key(key)
                .overrideConfiguration(within(UNLIMITED))
                .build();
        return await(key, client.getObject(request, AsyncResponseTransformer.toBlockingInputStream()));
    }

    /** {@code length} bytes from {@code first} on, fetched for each subscriber. No range of HTTP is empty. */
    Publisher<ByteBuffer> read(String key, long first, long length) {
        if (length == 0) {
            return SdkPublisher.fromIterable(List.of());
        }
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(name)
                .key(key)
                .range("bytes=" + first + '-' + (first + length - 1))
                .overrideConfiguration(within(UNLIMITED))
                .build();
        return subscriber -> client.getObject(request, AsyncResponseTransformer.toPublisher())
                .whenComplete((bytes, failure) -> {
                    if (failure == null) {
                        bytes.subscribe(subscriber);
                    } else {
                        subscriber.onSubscribe(NOTHING);
                        subscriber.onError(S3Errors.of(failure, key));
                    }
                });
    }

    /**
     * Writes an object whose entity tag is still {@code tag}, or, with an empty one, that is not there yet.
     *
     * @return the new entity tag
     */
    String put(String key, String tag, Map<String, String> metadata, AsyncRequestBody body) throws IOException {
        return await(
                        key,
                        client.putObject(
                                request -> {
                                    request.bucket(name).key(key).metadata(metadata);
                                    request.overrideConfiguration(longer());
                                    if (tag.isEmpty()) {
                                        request.ifNoneMatch("*");
                                    } else {
                                        request.ifMatch(tag);
                                    }
                                },
                                body))
                .eTag();
    }

    void copy(String from, String tag, String to) throws IOException {
        await(
                to,
                client.copyObject(request -> request.sourceBucket(name)
                        .sourceKey(from)
                        .copySourceIfMatch(tag)
                        .destinationBucket(name)
                        .destinationKey(to)
                        .metadataDirective(MetadataDirective.REPLACE)));
    }

    void delete(String key) throws IOException {
        await(key, client.deleteObject(request -> request.bucket(name).key(key)));
    }

    /** The keys that begin with {@code prefix}, asked for page by page. */
    void list(String prefix, int page, Consumer<String> keys) throws IOException {
        await(
                prefix,
                client.listObjectsV2Paginator(
                                request -> request.bucket(name).prefix(prefix).maxKeys(page))
                        .contents()
                        .subscribe(object -> keys.accept(object.key())));
    }

    String begin(String key) throws IOException {
        return await(
                        key,
                        client.createMultipartUpload(
                                request -> request.bucket(name).key(key)))
                .uploadId();
    }

    /** In ascending order. */
    List<Part> parts(String key, String upload) throws IOException {
        List<Part> parts = new ArrayList<>();
        await(
                key,
                client.listPartsPaginator(
                                request -> request.bucket(name).key(key).uploadId(upload))
                        .parts()
                        .subscribe(parts::add));
        return parts;
    }

    /** Does not wait. */
    CompletableFuture<?> send(String key, String upload, int number, AsyncRequestBody body) {
        return client.uploadPart(
                request -> request.bucket(name)
                        .key(key)
                        .uploadId(upload)
                        .partNumber(number)
                        .overrideConfiguration(longer()),
                body);
    }

    /** Makes an object a part. */
    CompletedPart copyPart(String from, String tag, String key, String upload, int number) throws IOException {
        String partTag = await(
                        key,
                        client.uploadPartCopy(request -> request.sourceBucket(name)
                                .sourceKey(from)
                                .copySourceIfMatch(tag)
                                .destinationBucket(name)
                                .destinationKey(key)
                                .uploadId(upload)
                                .partNumber(number)))
                .copyPartResult()
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(partTag).build();
    }

    void complete(String key, String upload, Collection<CompletedPart> parts) throws IOException {
        await(
                key,
                client.completeMultipartUpload(request -> request.bucket(name)
                        .key(key)
                        .uploadId(upload)
                        .multipartUpload(whole -> whole.parts(parts))
                        .overrideConfiguration(longer())));
    }

    void abort(String key, String upload) throws IOException {
        try {
            await(
                    key,
                    client.abortMultipartUpload(
                            request -> request.bucket(name).key(key).uploadId(upload)));
        } catch (NoSuchFileException e) {
            // It is gone, which is what was wanted.
        }
    }

    /** Waits for {@code answer}; of an interrupted thread the call is cancelled. */
    static <T> T await(String what, CompletableFuture<T> answer) throws IOException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw S3Errors.of(e, what);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted: " + what);
        }
    }

    private AwsRequestOverrideConfiguration longer() {
        return within(timeout.multipliedBy(LONGER));
    }

    /** Half of the time for one attempt, so that there is some for another. */
    private static AwsRequestOverrideConfiguration within(Duration time) {
        return AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(time)
                .apiCallAttemptTimeout(time.dividedBy(2))
                .build();
    }

    private static final Subscription NOTHING = new Subscription() {
        @Override
        public void request(long n) {
            // There is nothing to give.
        }

        @Override
        public void cancel() {
            // There is nothing to end.
        }
    };
}
