package atrium.files.lock.redis;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * For how long locks in Redis are held and waited for. Read once, at the start; the same for all services on a bucket.
 *
 * @param lease how long a lock outlives the process that holds it; renewed after a third of it
 * @param patience how long a request waits for a lock; longer than the lease, so that it outlives a killed holder
 */
@ConfigurationProperties("atrium.files.redis")
record LeaseProperties(
        @DurationMin(millis = 300) @DefaultValue("10s") Duration lease,
        @DurationMin(millis = 100) @DefaultValue("15s") Duration patience) {}
