package atrium.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class RedisScriptTests {

    @Test
    void a_script_is_its_file_and_has_the_digest_that_redis_gives_it() {
        RedisScript<Long> count = RedisScript.ofNumber("/atrium/platform/redis/count.lua");

        assertThat(count.text()).contains("INCRBY");
        // sha1sum count.lua
        assertThat(count.digest()).isEqualTo("15ecdff4dcbc0306596892d18a8d2edaef6068a5");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RedisScript.ofList("/atrium/platform/redis/none.lua"))
                .withMessage("/atrium/platform/redis/none.lua is missing");
    }
}
