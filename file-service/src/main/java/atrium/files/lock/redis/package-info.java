/** Locks among several processes, as leases in Redis. */
@NullMarked
package atrium.files.lock.redis;

import org.jspecify.annotations.NullMarked;
