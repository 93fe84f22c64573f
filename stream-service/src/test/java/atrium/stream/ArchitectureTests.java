package atrium.stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import atrium.platform.testsupport.ArchitectureRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "atrium.stream", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule NAMES = ArchitectureRules.NO_DRAWERS;

    @ArchTest
    static final ArchRule NO_CYCLES = ArchitectureRules.freeOfCycles("atrium.stream");

    @ArchTest
    static final ArchRule OTHER_SERVICES = ArchitectureRules.seesNoServiceBut("atrium.stream");

    @ArchTest
    static final ArchRule INGEST_SIBLINGS = slices().matching("atrium.stream.ingest.(*)..")
            .should()
            .notDependOnEachOther()
            .because("N protocols cost N adapters, never one between two protocols");

    @ArchTest
    static final ArchRule EGRESS_SIBLINGS = slices().matching("atrium.stream.egress.(*)..")
            .should()
            .notDependOnEachOther()
            .because("N protocols cost N adapters, never one between two protocols");

    @ArchTest
    static final ArchRule IN_KNOWS_NO_OUT = noClasses()
            .that()
            .resideInAPackage("atrium.stream.ingest..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("atrium.stream.egress..")
            .because("what comes in meets what goes out in the live stream only");

    @ArchTest
    static final ArchRule OUT_KNOWS_NO_IN = noClasses()
            .that()
            .resideInAPackage("atrium.stream.egress..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("atrium.stream.ingest..")
            .because("what comes in meets what goes out in the live stream only");

    @ArchTest
    static final ArchRule MEDIA_IS_PLAIN = classes()
            .that()
            .resideInAnyPackage("atrium.stream.media..", "atrium.stream.codec..", "atrium.stream.container..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.netty.buffer..",
                    "atrium.stream.media..",
                    "atrium.stream.codec..",
                    "atrium.stream.container..")
            .because("formats are the same whatever carries them, and are tested by bytes alone");

    @ArchTest
    static final ArchRule LIVE_KNOWS_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage("atrium.stream.live..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "atrium.stream.protocol..",
                    "atrium.stream.container..",
                    "atrium.stream.ingest..",
                    "atrium.stream.egress..",
                    "atrium.stream.admin..")
            .because("protocols and containers come and go; the stream in the middle stays");

    @ArchTest
    static final ArchRule PROTOCOLS_KNOW_NO_STREAMS = noClasses()
            .that()
            .resideInAPackage("atrium.stream.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "atrium.stream.live..", "atrium.stream.ingest..", "atrium.stream.egress..", "org.springframework..")
            .because("a protocol is what is on the wire; adapters make streams of it");
}
