package atrium.files;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.NumberedName;
import atrium.platform.testsupport.ArchitectureRules;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "atrium.files", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule free_of_cycles = ArchitectureRules.freeOfCycles("atrium.files");

    @ArchTest
    static final ArchRule names_no_drawers = ArchitectureRules.NO_DRAWERS;

    @ArchTest
    static final ArchRule sees_no_other_service = ArchitectureRules.seesNoServiceBut("atrium.files");

    @ArchTest
    static final ArchRule protocols_do_not_see_each_other = noClasses()
            .that()
            .resideInAPackage("atrium.files.protocol.tus..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("atrium.files.protocol.form..")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("atrium.files.download..")
            .because("a protocol is mapped to the upload service, never to another protocol");

    @ArchTest
    static final ArchRule forms_do_not_see_tus = noClasses()
            .that()
            .resideInAPackage("atrium.files.protocol.form..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("atrium.files.protocol.tus..", "atrium.files.download..")
            .because("a protocol is mapped to the upload service, never to another protocol");

    @ArchTest
    static final ArchRule protocols_are_strangers = SlicesRuleDefinition.slices()
            .matching("atrium.files.protocol.(*)..")
            .should()
            .notDependOnEachOther()
            .because("a protocol is mapped to the upload service, never to another protocol");

    @ArchTest
    static final ArchRule resumable_uploads_do_not_see_downloads = noClasses()
            .that()
            .resideInAPackage("atrium.files.protocol.rufh..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("atrium.files.download..")
            .because("who has both to answer a request is asked where requests are told apart");

    @ArchTest
    static final ArchRule the_inside_does_not_see_the_web = noClasses()
            .that()
            .resideInAnyPackage(
                    "atrium.files.storage..",
                    "atrium.files.catalog..",
                    "atrium.files.lock..",
                    "atrium.files.disk..",
                    "atrium.files.access..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.web..",
                    "org.springframework.http..",
                    "reactor..",
                    "io.netty..",
                    "atrium.files.http..",
                    "atrium.files.protocol..",
                    "atrium.files.upload..")
            .because("bytes and entries are the same whatever brought them");

    @ArchTest
    static final ArchRule what_lies_where_is_seen_by_nobody_else = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "atrium.files", "atrium.files.lock.redis", "atrium.files.storage.s3", "atrium.files.catalog.s3")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.lettuce..", "atrium.platform.redis..", "software.amazon.awssdk..")
            .because("a disk, a bucket and a Redis stand behind the same interfaces");

    @ArchTest
    static final ArchRule uploads_do_not_see_who_carries_them = noClasses()
            .that()
            .resideInAPackage("atrium.files.upload..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.web.server..",
                    "reactor..",
                    "io.netty..",
                    "atrium.files.http..",
                    "atrium.files.protocol..",
                    "atrium.files.storage.local..",
                    "atrium.files.storage.s3..")
            .because("the raw TCP port and other stores use the same service");

    @ArchTest
    static final ArchRule only_what_lies_in_s3_knows_its_client = noClasses()
            .that()
            .resideOutsideOfPackages("atrium.files", "atrium.files.storage.s3..", "atrium.files.catalog.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..")
            .because("a service on a local disk is complete without it");

    @ArchTest
    static final ArchRule the_raw_port_sees_no_web = noClasses()
            .that()
            .resideInAnyPackage("atrium.files.protocol.tcp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "atrium.files.protocol.tus..",
                    "atrium.files.protocol.form..",
                    "atrium.files.download..",
                    "atrium.files.http..",
                    "org.springframework.web.server..",
                    "reactor..")
            .because("a protocol is mapped to the upload service, never to another protocol");

    @ArchTest
    static final ArchRule commands_need_nothing_but_the_jdk = classes()
            .that()
            .resideInAnyPackage("atrium.files.cli..", "atrium.files.transfer..")
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("java..", "org.jspecify..", "atrium.files.cli..", "atrium.files.transfer..")
                            .or(belongToAnyOf(Body.class, BodyCutException.class, NumberedName.class)))
            .because("./atrium send starts in a moment, from the compiled classes alone");

    @ArchTest
    static final ArchRule uploads_do_not_see_transfers = noClasses()
            .that()
            .resideInAPackage("atrium.files.upload..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("atrium.files.transfer..", "atrium.files.cli..")
            .because("the upload service does not know what brings a body");

    @ArchTest
    static final ArchRule downloads_do_not_see_what_the_bytes_lie_on = noClasses()
            .that()
            .resideInAPackage("atrium.files.download..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "atrium.files.storage.local..",
                    "atrium.files.catalog.local..",
                    "atrium.files.lock..",
                    "atrium.files.protocol..")
            .because("the same route serves every store, and waits for no lock");

    @ArchTest
    static final ArchRule what_is_sent_does_not_pass_webflux = noClasses()
            .that()
            .resideInAPackage("atrium.files.download..")
            .and()
            .doNotHaveSimpleName("ListHandler")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web.server..", "org.springframework.http.server..")
            .because("a download costs the kernel less than a filter chain would");

    @ArchTest
    static final ArchRule uploads_do_not_see_what_is_done_with_their_files = noClasses()
            .that()
            .resideInAnyPackage(
                    "atrium.files.upload..",
                    "atrium.files.protocol..",
                    "atrium.files.http..",
                    "atrium.files.catalog..",
                    "atrium.files.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("atrium.files.backlog..", "atrium.files.scan..", "atrium.files.announce..")
            .because("a file is whole whether or not a scanner or a chat is there to hear of it");

    @ArchTest
    static final ArchRule scanning_does_not_see_announcing_or_the_web = noClasses()
            .that()
            .resideInAPackage("atrium.files.scan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "atrium.files.announce..", "atrium.files.http..", "atrium.files.protocol..", "reactor..")
            .because("they work off the catalog, in their own time");

    @ArchTest
    static final ArchRule announcing_does_not_see_scanning_or_the_web = noClasses()
            .that()
            .resideInAPackage("atrium.files.announce..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("atrium.files.scan..", "atrium.files.http..", "atrium.files.protocol..", "reactor..")
            .because("they work off the catalog, in their own time");
}
