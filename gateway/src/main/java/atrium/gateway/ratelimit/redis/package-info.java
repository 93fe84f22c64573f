/** Buckets that several gateways share, in Redis. */
@NullMarked
package atrium.gateway.ratelimit.redis;

import org.jspecify.annotations.NullMarked;
