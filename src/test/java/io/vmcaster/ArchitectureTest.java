package io.vmcaster;

import static com.tngtech.archunit.base.DescribedPredicate.not;
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
import java.util.List;

/**
 * Which package may know which. Dependencies go one way, and each library is known to the package
 * that wraps it alone: a change of library is then a change of one package, and what is written for
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
          .layer("journal")
          .definedBy("io.vmcaster.journal..")
          .layer("repository")
          .definedBy("io.vmcaster.repository..")
          .layer("signing")
          .definedBy("io.vmcaster.signing")
          .layer("credential")
          .definedBy("io.vmcaster.credential..")
          .layer("uploader")
          .definedBy("io.vmcaster.uploader..")
          .layer("fetch")
          .definedBy("io.vmcaster.fetch..")
          .layer("compression")
          .definedBy("io.vmcaster.compression..")
          .layer("subscriber")
          .definedBy("io.vmcaster.subscriber..")
          .layer("config")
          .definedBy("io.vmcaster.config..")
          .layer("context")
          .definedBy("io.vmcaster.context..")
          .layer("model")
          .definedBy("io.vmcaster.model..")
          .layer("error")
          .definedBy("io.vmcaster.error..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("service")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("journal")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("journal")
          .mayOnlyAccessLayers("repository", "uploader", "signing", "model", "error", "context")
          .whereLayer("repository")
          .mayOnlyAccessLayers("model", "error", "context")
          .whereLayer("signing")
          .mayOnlyAccessLayers("credential", "model", "error", "context")
          .whereLayer("credential")
          .mayOnlyAccessLayers("model", "error", "context")
          .whereLayer("uploader")
          .mayOnlyAccessLayers("config", "fetch", "credential", "model", "error", "context")
          .whereLayer("fetch")
          .mayOnlyAccessLayers("credential", "model", "error", "context")
          .whereLayer("compression")
          .mayOnlyAccessLayers("model", "error", "context")
          .whereLayer("subscriber")
          .mayOnlyAccessLayers("model", "error", "context")
          .whereLayer("config")
          .mayOnlyAccessLayers("model", "error", "context")
          .whereLayer("context")
          .mayOnlyAccessLayers("error")
          .whereLayer("model")
          .mayOnlyAccessLayers("error")
          .whereLayer("error")
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

  /** Hibernate is the repository; what stays SQL is in two packages, and Hibernate's connection. */
  @ArchTest
  static final ArchRule SQL_IS_THE_EXCEPTION =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.vmcaster.repository.sql", "io.vmcaster.repository.legacy")
          .and()
          .doNotHaveSimpleName("DatabaseSession")
          .should()
          .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql.."));

  @ArchTest
  static final ArchRule ENTITIES_ARE_THE_REPOSITORYS_OWN =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.vmcaster.repository..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.vmcaster.repository.entity.."));

  @ArchTest
  static final ArchRule BOUNCY_CASTLE_SIGNS_AND_READS_CREDENTIALS =
      onlyIn(List.of("signing", "credential"), resideInAnyPackage("org.bouncycastle.."));

  /**
   * An address or the name of this machine is a value; what opens a connection is not. PostgreSQL's
   * driver has no Unix sockets of its own.
   */
  @ArchTest
  static final ArchRule THE_NETWORK_STAYS_IN_UPLOADER_AND_FETCH =
      onlyIn(
          List.of("uploader", "fetch", "repository.sql"),
          resideInAnyPackage("com.jcraft.jsch..", "java.net.http..", "javax.net..")
              .or(nameMatching("java\\.net\\..*(Socket|Connection).*"))
              .or(nameMatching("java\\.nio\\.channels\\..*Socket.*")));

  @ArchTest
  static final ArchRule CHILD_PROCESSES_STAY_IN_UPLOADER =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.vmcaster.uploader..")
          .should()
          .dependOnClassesThat(nameMatching("java\\.lang\\.Process(Builder)?(\\$.*)?"));

  @ArchTest
  static final ArchRule INI4J_STAYS_IN_CONFIG = onlyIn("config", resideInAnyPackage("org.ini4j.."));

  /** Jackson's tree is everybody's; how it is read and written is settled in one class. */
  @ArchTest
  static final ArchRule ONE_CLASS_READS_AND_WRITES_JSON =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.vmcaster.model.Json")
          .and()
          .resideOutsideOfPackage("io.vmcaster.model")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..")
                  .and(
                      not(
                          nameMatching(
                              "com\\.fasterxml\\.jackson\\.databind\\.(JsonNode|node\\..*)"))));

  @ArchTest
  static final ArchRule COMPRESSORS_STAY_IN_COMPRESSION =
      onlyIn(
          "compression",
          resideInAnyPackage(
              "org.apache.commons.compress..", "org.tukaani.xz..", "com.github.luben.."));

  /** libdeflate, and the modules of tokens. */
  @ArchTest
  static final ArchRule NATIVE_LIBRARIES_ARE_CALLED_IN_TWO_PLACES =
      onlyIn(List.of("compression", "credential"), resideInAnyPackage("com.sun.jna.."));

  /** Every class may log; where it goes is decided in one place. */
  @ArchTest
  static final ArchRule LOGGING_IS_PROVIDED_IN_ONE_PLACE =
      onlyIn(
          "log",
          resideInAnyPackage("org.slf4j.spi..", "org.slf4j.helpers..", "java.util.logging.."));

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

  private static ArchRule onlyIn(String name, DescribedPredicate<? super JavaClass> library) {
    return onlyIn(List.of(name), library);
  }

  private static ArchRule onlyIn(
      List<String> names, DescribedPredicate<? super JavaClass> library) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            names.stream().map(name -> "io.vmcaster." + name + "..").toArray(String[]::new))
        .should()
        .dependOnClassesThat(library);
  }
}
