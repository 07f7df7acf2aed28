package io.vmcaster;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The plan of the house. Packages are rooms with one-way doors, and each library lives in the one
 * room that wraps it: a change of library is then a change of one package, and what is written for
 * one front end or one protocol can be read without the others.
 */
@AnalyzeClasses(packages = "io.vmcaster", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule DOORS_OPEN_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("cli")
          .definedBy("io.vmcaster.cli..")
          .layer("service")
          .definedBy("io.vmcaster.service..")
          .layer("repository")
          .definedBy("io.vmcaster.repository..")
          .layer("signing")
          .definedBy("io.vmcaster.signing")
          .layer("pki")
          .definedBy("io.vmcaster.signing.pki..")
          .layer("transfer")
          .definedBy("io.vmcaster.transfer..")
          .layer("packing")
          .definedBy("io.vmcaster.packing..")
          .layer("readers")
          .definedBy("io.vmcaster.readers..")
          .layer("config")
          .definedBy("io.vmcaster.config..")
          .layer("run")
          .definedBy("io.vmcaster.run..")
          .layer("model")
          .definedBy("io.vmcaster.model..")
          .layer("json")
          .definedBy("io.vmcaster.json..")
          .layer("failure")
          .definedBy("io.vmcaster.failure..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("service")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("repository")
          .mayOnlyAccessLayers("model", "json", "failure", "run")
          .whereLayer("signing")
          .mayOnlyAccessLayers("pki", "model", "json", "failure", "run")
          .whereLayer("pki")
          .mayOnlyAccessLayers("model", "json", "failure", "run")
          .whereLayer("transfer")
          .mayOnlyAccessLayers("config", "pki", "model", "json", "failure", "run")
          .whereLayer("packing")
          .mayOnlyAccessLayers("model", "json", "failure", "run")
          .whereLayer("readers")
          .mayOnlyAccessLayers("model", "json", "failure", "run")
          .whereLayer("config")
          .mayOnlyAccessLayers("model", "json", "failure", "run")
          .whereLayer("run")
          .mayOnlyAccessLayers("failure")
          .whereLayer("model")
          .mayOnlyAccessLayers("json", "failure")
          .whereLayer("json")
          .mayOnlyAccessLayers("failure")
          .whereLayer("failure")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.vmcaster.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule PICOCLI_STAYS_IN_CLI = onlyIn("cli", resideInAnyPackage("picocli.."));

  @ArchTest
  static final ArchRule DATABASES_STAY_IN_REPOSITORY =
      onlyIn(
          "repository",
          resideInAnyPackage(
              "org.hibernate..",
              "jakarta.persistence..",
              "java.sql..",
              "javax.sql..",
              "org.sqlite..",
              "org.postgresql.."));

  @ArchTest
  static final ArchRule BOUNCY_CASTLE_STAYS_IN_SIGNING =
      onlyIn("signing", resideInAnyPackage("org.bouncycastle.."));

  /** An address or the name of this machine is a value; what opens a connection is not. */
  @ArchTest
  static final ArchRule THE_NETWORK_STAYS_IN_TRANSFER =
      onlyIn(
          "transfer",
          resideInAnyPackage("com.jcraft.jsch..", "java.net.http..", "javax.net..")
              .or(nameMatching("java\\.net\\..*(Socket|Connection).*"))
              .or(nameMatching("java\\.nio\\.channels\\..*Socket.*")));

  @ArchTest
  static final ArchRule CHILD_PROCESSES_STAY_IN_TRANSFER =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.vmcaster.transfer..")
          .and()
          .doNotHaveSimpleName("TrainingSite") // has keytool make a certificate
          .should()
          .dependOnClassesThat(nameMatching("java\\.lang\\.Process(Builder)?(\\$.*)?"));

  @ArchTest
  static final ArchRule INI4J_STAYS_IN_CONFIG = onlyIn("config", resideInAnyPackage("org.ini4j.."));

  @ArchTest
  static final ArchRule JACKSON_STAYS_IN_JSON =
      onlyIn("json", resideInAnyPackage("com.fasterxml.."));

  @ArchTest
  static final ArchRule COMPRESSORS_STAY_IN_PACKING =
      onlyIn(
          "packing",
          resideInAnyPackage(
              "org.apache.commons.compress..",
              "org.tukaani.xz..",
              "com.github.luben..",
              "com.sun.jna.."));

  @ArchTest
  static final ArchRule SLF4J_STAYS_IN_ONE_ROOM =
      onlyIn("run.log", resideInAnyPackage("org.slf4j..", "java.util.logging.."));

  /** Libraries that came along with others are nobody's to use: they leave without notice. */
  @ArchTest
  static final ArchRule NOTHING_USES_WHAT_CAME_ALONG =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.apache.commons.io..",
                  "org.apache.commons.lang3..",
                  "org.apache.commons.codec..",
                  "org.checkerframework..",
                  "org.jboss.."));

  /** Services return values and report through {@code run}; only the front end prints. */
  @ArchTest
  static final ArchRule ONLY_THE_FRONT_END_PRINTS =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.vmcaster", "io.vmcaster.cli..")
          .should(ACCESS_STANDARD_STREAMS);

  private static ArchRule onlyIn(
      String room, DescribedPredicate<? super JavaClass> whatBelongsThere) {
    return noClasses()
        .that()
        .resideOutsideOfPackage("io.vmcaster." + room + "..")
        .should()
        .dependOnClassesThat(whatBelongsThere);
  }
}
