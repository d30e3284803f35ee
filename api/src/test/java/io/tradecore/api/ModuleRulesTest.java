package io.tradecore.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What may depend on what, over all modules together. */
class ModuleRulesTest {
    private static final String LEDGER = "io.tradecore.ledger..";
    private static final String OMS = "io.tradecore.oms..";
    private static final String RISK = "io.tradecore.risk..";
    private static final String API = "io.tradecore.api..";
    private static final String ADAPTERS = "..pg..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tradecore.ledger", "io.tradecore.oms", "io.tradecore.risk", "io.tradecore.api");

    @Test
    void everyModuleIsLookedAt() {
        for (String module : new String[] {"ledger", "oms", "risk", "api"}) {
            assertThat(CLASSES.stream().map(type -> type.getPackageName() + "."))
                    .anyMatch(name -> name.startsWith("io.tradecore." + module + "."));
        }
    }

    @Test
    void theLedgerKnowsNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage(LEDGER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OMS, RISK, API, "io.tradecore.migrations..", "io.tradecore.ops..")
                .check(CLASSES);
    }

    @Test
    void theCoreKnowsTheLedgerOnly() {
        noClasses()
                .that()
                .resideInAPackage(OMS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(RISK, API, "io.tradecore.migrations..", "io.tradecore.ops..")
                .check(CLASSES);
    }

    @Test
    void theRiskChecksKnowTheCoreAndTheLedgerOnly() {
        noClasses()
                .that()
                .resideInAPackage(RISK)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(API, "io.tradecore.migrations..", "io.tradecore.ops..")
                .check(CLASSES);
    }

    @Test
    void theProcessKnowsNoMigrationsAndNoTools() {
        noClasses()
                .that()
                .resideInAPackage(API)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tradecore.migrations..", "io.tradecore.servers..", "io.tradecore.ops..")
                .check(CLASSES);
    }

    @Test
    void onlyTheApiKnowsHttpNatsRedisAndGrpc() {
        noClasses()
                .that()
                .resideInAnyPackage(LEDGER, OMS, RISK)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.micronaut..",
                        "io.nats..",
                        "org.redisson..",
                        "io.grpc..",
                        "com.google.protobuf..",
                        "io.netty..",
                        "reactor..",
                        "com.zaxxer..")
                .check(CLASSES);
    }

    @Test
    void sqlIsSpokenInAdaptersAndInTheApiOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(LEDGER, OMS, RISK)
                .and()
                .resideOutsideOfPackage(ADAPTERS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void theDomainIsPlainJava() {
        classes()
                .that()
                .resideInAnyPackage(LEDGER, OMS, RISK)
                .and()
                .resideOutsideOfPackage(ADAPTERS)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "org.slf4j..", LEDGER, OMS, RISK)
                .check(CLASSES);
    }

    @Test
    void theDomainDoesNotKnowItsAdapters() {
        noClasses()
                .that()
                .resideInAnyPackage(LEDGER, OMS, RISK)
                .and()
                .resideOutsideOfPackage(ADAPTERS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ADAPTERS)
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysThatNothingIsNull() {
        CLASSES.stream()
                .map(type -> type.getPackage())
                .distinct()
                .filter(it -> it.getClasses().stream()
                        .anyMatch(type -> !type.getSimpleName().isEmpty()))
                .filter(it -> !it.getName().contains(".grpc.v"))
                .forEach(it -> assertThat(it.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                        .as(it.getName())
                        .isTrue());
    }
}
