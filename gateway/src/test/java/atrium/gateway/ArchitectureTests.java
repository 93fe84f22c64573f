package atrium.gateway;

import atrium.platform.testsupport.ArchitectureRules;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(packages = "atrium.gateway", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule free_of_cycles = ArchitectureRules.freeOfCycles("atrium.gateway");

    @ArchTest
    static final ArchRule names_no_drawers = ArchitectureRules.NO_DRAWERS;

    @ArchTest
    static final ArchRule accounts_and_sessions_know_no_http = ArchRuleDefinition.noClasses()
            .that()
            .resideInAnyPackage(
                    "..auth.account..",
                    "..auth.oidc..",
                    "..auth.session..",
                    "..auth.token..",
                    "..auth.invite..",
                    "..auth.throttle..",
                    "..auth.secret..",
                    "..auth.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web.server..", "org.springframework.http.server..", "reactor..")
            .because("who is who does not depend on how it is asked");

    @ArchTest
    static final ArchRule sees_no_other_service = ArchitectureRules.seesNoServiceBut("atrium.gateway");

    @ArchTest
    static final ArchRule routes_know_nothing_of_the_page = ArchRuleDefinition.noClasses()
            .that()
            .resideInAnyPackage("atrium.gateway.route..", "atrium.gateway.affinity..", "atrium.gateway.resilience..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("atrium.gateway.edge..")
            .because("where a request goes does not depend on what the gateway itself answers");

    @ArchTest
    static final ArchRule limits_know_nothing_of_what_they_limit = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage("atrium.gateway.ratelimit..")
            .and()
            .haveNameNotMatching(".*(Tests|IT)(\\$.*)?")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are of another package of the gateway",
                    other -> other.getPackageName().startsWith("atrium.gateway.")
                            && !other.getPackageName().startsWith("atrium.gateway.ratelimit")))
            .because("who asks too often is refused alike, whatever it asks for");

    @ArchTest
    static final ArchRule nobody_else_knows_of_redis = ArchRuleDefinition.noClasses()
            .that()
            .resideOutsideOfPackage("atrium.gateway.ratelimit.redis")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.lettuce..", "atrium.platform.redis..")
            .because("without a Redis nothing of it is loaded, and buckets are the same whoever keeps them");
}
