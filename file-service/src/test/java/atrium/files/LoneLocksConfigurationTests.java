package atrium.files;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.lock.Locks;
import atrium.files.lock.local.LocalLocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class LoneLocksConfigurationTests {

    private final ApplicationContextRunner service =
            new ApplicationContextRunner().withUserConfiguration(LoneLocksConfiguration.class);

    @Test
    void a_service_that_has_a_bucket_and_no_redis_says_that_it_has_to_be_alone(CapturedOutput output) {
        service.withPropertyValues("atrium.files.store=s3", "atrium.redis.uri= ")
                .run(context -> assertThat(context).hasSingleBean(LocalLocks.class));

        assertThat(output).contains("no other file-service may use this bucket");
    }

    @Test
    void with_a_redis_or_without_a_bucket_there_are_other_locks() {
        service.withPropertyValues("atrium.files.store=s3", "atrium.redis.uri=redis://host")
                .run(context -> assertThat(context).doesNotHaveBean(Locks.class));
        service.run(context -> assertThat(context).doesNotHaveBean(Locks.class));
    }
}
