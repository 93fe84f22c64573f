package atrium.gateway;

import atrium.platform.testsupport.ArchitectureRules;
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
    static final ArchRule sees_no_other_service = ArchitectureRules.seesNoServiceBut("atrium.gateway");

    @ArchTest
    static final ArchRule routes_know_nothing_of_the_page = ArchRuleDefinition.noClasses()
            .that()
            .resideInAnyPackage("atrium.gateway.route..", "atrium.gateway.affinity..", "atrium.gateway.resilience..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("atrium.gateway.edge..")
            .because("where a request goes does not depend on what the gateway itself answers");
}
