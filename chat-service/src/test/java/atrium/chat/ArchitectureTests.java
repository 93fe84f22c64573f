package atrium.chat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import atrium.platform.testsupport.ArchitectureRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "atrium.chat", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule messages_are_plain_data = noClasses()
            .that()
            .resideInAPackage("..chat.message..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "org.jspecify..", "..chat.message..")
            .because("every transport and every store speaks of messages, and none may shape them");

    @ArchTest
    static final ArchRule a_history_knows_messages_only = noClasses()
            .that()
            .resideInAPackage("..chat.history..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "org.jspecify..", "..chat.history..", "..chat.message..")
            .because("a store in another process has to be able to take its place");

    @ArchTest
    static final ArchRule rooms_know_no_transport = noClasses()
            .that()
            .resideInAPackage("..chat.room..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..chat.transport..",
                    "..chat.admin..",
                    "..chat.session..",
                    "io.netty.handler..",
                    "org.springframework.boot..",
                    "org.springframework.context..",
                    "org.springframework.web..",
                    "reactor..")
            .because("a room gives bytes to event loops; which protocol they belong to is the wire format's secret");

    @ArchTest
    static final ArchRule nobody_else_knows_of_redis = noClasses()
            .that()
            .resideOutsideOfPackage("..chat.backplane..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.lettuce..", "atrium.platform.redis..")
            .because("a node that is alone and one of several stand behind the same interface");

    @ArchTest
    static final ArchRule transports_do_not_see_each_other = slices().matching("atrium.chat.transport.(*)..")
            .should()
            .notDependOnEachOther()
            .because("N protocols cost N adapters to the room, never protocol to protocol");

    @ArchTest
    static final ArchRule free_of_cycles = ArchitectureRules.freeOfCycles("atrium.chat");

    @ArchTest
    static final ArchRule names_no_drawers = ArchitectureRules.NO_DRAWERS;

    @ArchTest
    static final ArchRule sees_no_other_service = ArchitectureRules.seesNoServiceBut("atrium.chat");

    @ArchTest
    static final ArchRule nothing_blocks_an_event_loop = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(reactor.core.publisher.Mono.class, "block")
            .orShould()
            .callMethod(reactor.core.publisher.Flux.class, "blockLast")
            .because("one waiting member would hold up everybody on the same loop");

    @ArchTest
    static final ArchRule classes_are_final = classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotAnonymousClasses()
            .and()
            .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC)
            .and()
            .areNotAnnotatedWith(org.springframework.context.annotation.Configuration.class)
            .and()
            .areNotAnnotatedWith(org.springframework.stereotype.Component.class)
            .and()
            .areNotAnnotatedWith(org.springframework.web.bind.annotation.RestController.class)
            .and()
            .areNotAnnotatedWith(org.springframework.boot.autoconfigure.SpringBootApplication.class)
            .should()
            .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
            .because("inheritance is a promise that none of them makes");
}
