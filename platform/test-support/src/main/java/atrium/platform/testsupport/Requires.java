package atrium.platform.testsupport;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Leaves a test out, saying why, where a part is missing; with {@code ATRIUM_REQUIRE_ALL=true} in the environment, as
 * in CI, a missing part fails it instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(RequiredParts.class)
public @interface Requires {

    Part[] value();
}
