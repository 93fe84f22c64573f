package atrium.files.catalog.s3;

import atrium.files.storage.StoreUnavailableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of a bucket that are read and written whole. What is done with many is done with few at a time. */
final class SmallObjects {

    private static final int AT_ONCE = 32;
    private static final int SERVER_ERROR = 500;

    private final S3AsyncClient s3;
    private final String bucket;

    SmallObjects(S3AsyncClient s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** A key and when its object was written. */
    record Listed(String key, Instant written) {}

    /** The objects' bytes, in the order of {@code keys}. */
    List<Optional<byte[]>> get(List<String> keys) throws IOException {
        return each(keys, this::getOne);
    }

    void put(String key, byte[] bytes) throws IOException {
        await(putOne(key, bytes));
    }

    /** Makes objects of no bytes. */
    void mark(Collection<String> keys) throws IOException {
        each(List.copyOf(keys), key -> putOne(key, new byte[0]));
    }

    /** Deletes what is there of {@code keys}. */
    void delete(Collection<String> keys) throws IOException {
        each(
                List.copyOf(keys),
                key -> s3.deleteObject(request -> request.bucket(bucket).key(key)));
    }

    /** All keys that begin with {@code prefix}, in their order. */
    List<String> list(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        pages(prefix, page -> keys.addAll(page.stream().map(Listed::key).toList()));
        return keys;
    }

    /** Shows what begins with {@code prefix}, page by page in the order of keys, as long as more is wanted. */
    void pages(String prefix, Predicate<List<Listed>> wantsMore) throws IOException {
        String token = null;
        boolean more = true;
        while (more) {
            ListObjectsV2Response page = await(page(prefix, token));
            token = page.nextContinuationToken();
            more = wantsMore.test(
                            page.contents().stream().map(SmallObjects::listed).toList())
                    && Boolean.TRUE.equals(page.isTruncated());
        }
    }

    private CompletableFuture<ListObjectsV2Response> page(String prefix, @Nullable String token) {
        return s3.listObjectsV2(request -> request.bucket(bucket).prefix(prefix).continuationToken(token));
    }

    private static Listed listed(S3Object object) {
        return new Listed(object.key(), object.lastModified());
    }

    private CompletableFuture<Optional<byte[]>> getOne(String key) {
        return s3.getObject(request -> request.bucket(bucket).key(key), AsyncResponseTransformer.toBytes())
                .thenApply(bytes -> Optional.of(bytes.asByteArray()))
                .exceptionally(SmallObjects::nothingIfMissing);
    }

    private static Optional<byte[]> nothingIfMissing(Throwable e) {
        Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof NoSuchKeyException) {
            return Optional.empty();
        }
        throw new CompletionException(cause);
    }

    private CompletableFuture<?> putOne(String key, byte[] bytes) {
        return s3.putObject(request -> request.bucket(bucket).key(key), AsyncRequestBody.fromBytes(bytes));
    }

    private static <T, R> List<R> each(List<T> items, Function<T, ? extends CompletableFuture<? extends R>> begin)
            throws IOException {
        List<R> results = new ArrayList<>();
        for (int i = 0; i < items.size(); i += AT_ONCE) {
            List<? extends CompletableFuture<? extends R>> some =
                    items.subList(i, Math.min(items.size(), i + AT_ONCE)).stream()
                            .map(begin)
                            .toList();
            for (CompletableFuture<? extends R> one : some) {
                results.add(await(one));
            }
        }
        return results;
    }

    private static <R> R await(CompletableFuture<R> reply) throws IOException {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the bucket");
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        String told = "the catalog's bucket did not do as asked: " + (cause == null ? "" : cause.getMessage());
        boolean refused = cause instanceof S3Exception answer && answer.statusCode() < SERVER_ERROR;
        return cause instanceof SdkException && !refused
                ? new StoreUnavailableException(told, cause)
                : new IOException(told, cause);
    }
}
