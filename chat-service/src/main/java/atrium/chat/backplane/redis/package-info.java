/**
 * One room on several nodes, with Redis between them: a stream gives the order and the memory, sharded pub/sub carries
 * it, and while Redis is away every node goes on alone.
 */
@NullMarked
package atrium.chat.backplane.redis;

import org.jspecify.annotations.NullMarked;
