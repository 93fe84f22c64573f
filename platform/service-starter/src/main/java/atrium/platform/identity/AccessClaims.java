package atrium.platform.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * What an access token claims (RFC 9068, section 2.2), checked.
 *
 * @param holder who it is of; its details are the {@link Person}
 * @param session the session it belongs to
 * @param until when it is no longer accepted
 */
record AccessClaims(Authentication holder, String session, Instant until) {

    /** The gateway: whom a token must be from, and whom it is for. */
    static final String ISSUER = "atrium";

    /** By how much the clocks of two machines may differ. */
    static final Duration SKEW = Duration.ofSeconds(30);

    private static final int LONGEST_SUBJECT = 128;

    static AccessClaims of(JWTClaimsSet claims, Instant now) {
        if (!ISSUER.equals(claims.getIssuer()) || !claims.getAudience().contains(ISSUER)) {
            throw TokenFault.FOREIGN.exception();
        }
        Instant until = required(claims.getExpirationTime()).plus(SKEW);
        Instant issued = required(claims.getIssueTime());
        Date notBefore = claims.getNotBeforeTime();
        if (isAhead(issued, now) || (notBefore != null && isAhead(notBefore.toInstant(), now))) {
            throw TokenFault.NOT_YET.exception();
        }
        AccessClaims access = read(claims, until);
        if (access.isOver(now)) {
            throw TokenFault.EXPIRED.exception();
        }
        return access;
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    private static boolean isAhead(Instant time, Instant now) {
        return time.isAfter(now.plus(SKEW));
    }

    private static AccessClaims read(JWTClaimsSet claims, Instant until) {
        try {
            Person person = person(claims);
            var roles = person.roles().stream()
                    .sorted()
                    .map(role -> new SimpleGrantedAuthority(role.authority()))
                    .toList();
            var holder = UsernamePasswordAuthenticationToken.authenticated(person.subject(), null, roles);
            holder.setDetails(person);
            return new AccessClaims(holder, person.session(), until);
        } catch (ParseException e) {
            throw TokenFault.MALFORMED.exception();
        }
    }

    private static Person person(JWTClaimsSet claims) throws ParseException {
        String subject = required(claims.getSubject());
        String name = claims.getStringClaim("name");
        boolean guest = Boolean.TRUE.equals(claims.getBooleanClaim("guest"));
        Set<Role> roles = roles(listOf(claims, "roles"));
        if (subject.isBlank() || subject.length() > LONGEST_SUBJECT || (guest && !roles.isEmpty())) {
            throw TokenFault.MALFORMED.exception();
        }
        return new Person(
                subject,
                name == null || name.isBlank() ? subject : name,
                roles,
                guest,
                listOf(claims, "rooms"),
                required(claims.getStringClaim("sid")));
    }

    /** A role of a newer gateway that this service does not know gives no right here. */
    private static Set<Role> roles(List<String> names) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (names.contains(role.name().toLowerCase(Locale.ROOT))) {
                roles.add(role);
            }
        }
        return roles;
    }

    private static List<String> listOf(JWTClaimsSet claims, String name) throws ParseException {
        List<String> list = claims.getStringListClaim(name);
        return list == null ? List.of() : list;
    }

    private static Instant required(@Nullable Date date) {
        if (date == null) {
            throw TokenFault.MALFORMED.exception();
        }
        return date.toInstant();
    }

    private static String required(@Nullable String text) {
        if (text == null) {
            throw TokenFault.MALFORMED.exception();
        }
        return text;
    }
}
