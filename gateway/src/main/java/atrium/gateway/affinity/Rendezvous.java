package atrium.gateway.affinity;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.springframework.cloud.client.ServiceInstance;

/**
 * Weighted rendezvous hashing (highest random weight: Thaler and Ravishankar 1998; the logarithmic weights: Schindelhauer
 * and Schomaker 2005): each instance draws a number and the highest of {@code -weight / ln(draw)} wins.
 *
 * <p>Where the draw is a hash of key and instance, a key stays where it is for as long as its instance is there, whatever
 * others come and go; gateways agree without talking to each other; a weight moves only the keys that it has to. Where it
 * is random, the same formula is a choice by weight. A ring of hashes was rejected: it needs hundreds of points an
 * instance for the same evenness, kept up to date on every change, to save a loop over a handful of instances.
 */
final class Rendezvous {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double UNIT = 0x1.0p-53;

    private Rendezvous() {}

    /**
     * The winner, unless there is nobody.
     *
     * @param draw a number between 0 and 1, evenly spread
     */
    static Optional<ServiceInstance> winner(List<ServiceInstance> instances, ToDoubleFunction<ServiceInstance> draw) {
        ServiceInstance best = null;
        double bestScore = 0;
        for (ServiceInstance instance : instances) {
            double score = -Metadata.weight(instance) / Math.log(draw.applyAsDouble(instance));
            if (best == null || score > bestScore) {
                best = instance;
                bestScore = score;
            }
        }
        return Optional.ofNullable(best);
    }

    /** What {@code instance} draws for {@code key}, today and tomorrow: by its address, which outlives a restart. */
    static double draw(String key, ServiceInstance instance) {
        long hash = fnv(fnv(FNV_OFFSET, key) * FNV_PRIME, instance.getHost());
        long mixed = mix((hash ^ instance.getPort()) * FNV_PRIME);
        return ((mixed >>> 11) + 0.5) * UNIT;
    }

    private static long fnv(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** MurmurHash3's finalizer: FNV alone leaves the high bits of similar texts alike. */
    private static long mix(long hash) {
        long h = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
