package atrium.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class ConditionalOnRedisTests {

    private final ApplicationContextRunner service =
            new ApplicationContextRunner().withUserConfiguration(Together.class, Alone.class);

    @ParameterizedTest
    @ValueSource(strings = {"", "atrium.redis.uri=", "atrium.redis.uri=  "})
    void without_a_uri_a_service_is_alone(String setting) {
        service.withPropertyValues(setting)
                .run(context -> assertThat(context).hasSingleBean(Alone.class).doesNotHaveBean(Together.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://host", "redis://:${x}'#{1/0}@host"})
    void with_one_it_is_not_whatever_the_password_is(String uri) {
        service.withPropertyValues("atrium.redis.uri=" + uri, "x=y")
                .run(context ->
                        assertThat(context).hasSingleBean(Together.class).doesNotHaveBean(Alone.class));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnRedis
    static class Together {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnRedis(false)
    static class Alone {}
}
