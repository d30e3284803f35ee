package io.tradecore.ops.venue;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The simulator is written as a third party would write an adapter: from the protocol's page, on nothing of ours. */
class VenueStandsAloneTest {

    private static final JavaClasses VENUE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tradecore.ops.venue");

    @Test
    void theSimulatorUsesNothingElseOfTheProject() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.tradecore..").and(not(resideInAPackage("io.tradecore.ops.venue.."))))
                .check(VENUE);
    }

    @Test
    void matchingKnowsNoNetworkNoFileAndNoLibrary() {
        noClasses()
                .that()
                .resideInAPackage("io.tradecore.ops.venue.matching")
                .should()
                .dependOnClassesThat(not(resideInAPackage("java.lang..")
                        .or(resideInAPackage("java.math"))
                        .or(resideInAPackage("java.time"))
                        .or(resideInAPackage("java.util.."))
                        .or(resideInAPackage("org.jspecify.."))
                        .or(resideInAPackage("io.tradecore.ops.venue.matching"))))
                .check(VENUE);
    }

    @Test
    void itsPackagesDoNotDependOnEachOtherInCircles() {
        slices().matching("io.tradecore.ops.venue.(*)..")
                .should()
                .beFreeOfCycles()
                .check(VENUE);
    }
}
