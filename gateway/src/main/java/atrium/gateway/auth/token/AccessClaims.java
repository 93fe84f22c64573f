package atrium.gateway.auth.token;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an access token says.
 *
 * @param subject the account's id, or a guest's, which begins with {@code g-}
 * @param name how others see them
 * @param roles in lower case, each with those it includes; a guest has none
 * @param rooms a guest's invitations
 * @param session whose token this is
 */
public record AccessClaims(
        String subject,
        @Nullable String name,
        List<String> roles,
        boolean guest,
        List<String> rooms,
        String session,
        Instant expires) {}
