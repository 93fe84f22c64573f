package atrium.platform.testsupport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** The arrows that hold in every service; each service's {@code ArchitectureTests} adds its own. */
public final class ArchitectureRules {

    /** Names that say nothing about what is inside. */
    public static final ArchRule NO_DRAWERS = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Helpers|Common|Misc|Manager|Impl)")
            .orShould()
            .resideInAnyPackage("..common..", "..util..", "..helper..", "..misc..", "..base..", "..manager..")
            .because("a name that fits everything attracts everything");

    private static final String[] SERVICES = {"atrium.gateway", "atrium.chat", "atrium.files", "atrium.stream"};

    private ArchitectureRules() {}

    /** The packages below {@code root} do not depend on each other in a circle. */
    public static ArchRule freeOfCycles(String root) {
        return slices().matching(root + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("what depends on each other in a circle is one package that is harder to read");
    }

    /** {@code service} meets the others on the wire only. */
    public static ArchRule seesNoServiceBut(String service) {
        String[] others = Stream.of(SERVICES)
                .filter(other -> !other.equals(service))
                .map(other -> other + "..")
                .toArray(String[]::new);
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("services meet on the wire, where each can be replaced alone");
    }
}
