package atrium.gateway.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.identity.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;

class OidcPropertiesTests {

    private static final String PREFIX = "atrium.gateway.auth.oidc";
    private static final Path FIRST_VALUES = Path.of("../nacos-config/config/ATRIUM/gateway.yaml");

    @Test
    void defaults() {
        OidcProperties defaults = bind(Map.of());

        assertThat(defaults)
                .isEqualTo(new OidcProperties(
                        "",
                        "",
                        "",
                        List.of("openid", "profile"),
                        "",
                        "preferred_username",
                        "",
                        new RoleValues(List.of(), List.of(), List.of()),
                        OidcProperties.Unmapped.MEMBER,
                        true));
        assertThat(defaults.isOn()).isFalse();
    }

    @Test
    void what_is_published_first_is_what_holds_without_it() throws IOException {
        var published = new YamlPropertySourceLoader().load("gateway", new FileSystemResource(FIRST_VALUES));
        Binder binder = new Binder(
                ConfigurationPropertySources.from(published), null, ApplicationConversionService.getSharedInstance());

        assertThat(binder.bind(PREFIX, Bindable.of(OidcProperties.class)).get()).isEqualTo(bind(Map.of()));
    }

    @Test
    void every_key() {
        OidcProperties properties = bind(Map.ofEntries(
                Map.entry("issuer", "https://id.example/realms/home"),
                Map.entry("client-id", "atrium"),
                Map.entry("client-secret", "hunter2"),
                Map.entry("scopes", "openid,email"),
                Map.entry("redirect-uri", "https://atrium.example/auth/oidc/callback"),
                Map.entry("name-claim", "email"),
                Map.entry("roles-claim", "realm_access.roles"),
                Map.entry("roles.member[0]", "people"),
                Map.entry("roles.moderator", "mods,/groups/Some Mods"),
                Map.entry("roles.admin", "admins"),
                Map.entry("unmapped", "refused"),
                Map.entry("passwords", "false")));

        assertThat(properties)
                .isEqualTo(new OidcProperties(
                        "https://id.example/realms/home",
                        "atrium",
                        "hunter2",
                        List.of("openid", "email"),
                        "https://atrium.example/auth/oidc/callback",
                        "email",
                        "realm_access.roles",
                        new RoleValues(List.of("people"), List.of("mods", "/groups/Some Mods"), List.of("admins")),
                        OidcProperties.Unmapped.REFUSED,
                        false));
        assertThat(properties.toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, http://id.example, issuer: http://id.example (expected",
        "issuer, id.example, issuer: id.example (expected",
        "issuer, https:///x, issuer: https:///x (expected",
        "client-id, '', client-id: none (expected",
        "scopes, profile, scopes: [profile] (expected",
        "redirect-uri, http://atrium.example/, redirect-uri: http://atrium.example/ (expected"
    })
    void a_value_that_makes_no_sense_is_refused_with_what_would(String key, String value, String message) {
        Map<String, String> values = new HashMap<>(Map.of("issuer", "https://id.example", "client-id", "atrium"));
        values.put(key, value);

        assertThatThrownBy(() -> bind(values)).rootCause().hasMessageContaining(PREFIX + "." + message);
    }

    @Test
    void passwords_cannot_be_closed_where_there_is_nothing_else() {
        assertThatThrownBy(() -> bind(Map.of("passwords", "false")))
                .rootCause()
                .hasMessageContaining("passwords: false (expected: true, as long as there is no issuer)");
    }

    @Test
    void of_several_values_the_highest_role_counts() {
        RoleValues roles = new RoleValues(List.of("people"), List.of("mods"), List.of("admins", "root"));

        assertThat(roles.highestOf(List.of("people", "mods", "x"))).contains(Role.MODERATOR);
        assertThat(roles.highestOf(List.of("root", "people"))).contains(Role.ADMIN);
        assertThat(roles.highestOf(List.of("people"))).contains(Role.MEMBER);
        assertThat(roles.highestOf(List.of("Admins"))).isEmpty();
    }

    @Test
    void claims_are_found_by_their_whole_name_and_by_the_way_to_them() {
        Claims claims = new Claims(Map.of(
                "https://example.org/roles",
                List.of("whole"),
                "realm_access",
                Map.of("roles", List.of("a", 1, "b")),
                "group",
                "one",
                "number",
                7));

        assertThat(claims.texts("https://example.org/roles")).containsExactly("whole");
        assertThat(claims.texts("realm_access.roles")).containsExactly("a", "b");
        assertThat(claims.texts("group")).containsExactly("one");
        assertThat(claims.texts("group.one")).isEmpty();
        assertThat(claims.texts("number")).isEmpty();
        assertThat(claims.text("number")).isEmpty();
        assertThat(claims.at("nothing.at.all")).isNull();
    }

    private static OidcProperties bind(Map<String, String> values) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put(PREFIX + "." + key, value));
        return new Binder(source).bindOrCreate(PREFIX, Bindable.of(OidcProperties.class));
    }
}
