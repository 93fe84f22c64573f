package atrium.platform.redis;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds where {@code atrium.redis.uri} names a Redis, or where it does not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnRedis.Named.class)
public @interface ConditionalOnRedis {

    /** Whether one has to be named. */
    boolean value() default true;

    /** Looks at the setting, and not with an expression: a password may have any character. */
    final class Named implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean named = !context.getEnvironment()
                    .getProperty(RedisProperties.URI, "")
                    .isBlank();
            return metadata.getAnnotations().get(ConditionalOnRedis.class).getBoolean("value") == named;
        }
    }
}
