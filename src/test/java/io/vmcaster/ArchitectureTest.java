package io.vmcaster;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which package may know which. Dependencies go one way, and each library is known to the package
 * that wraps it alone: a change of library is then a change of one package, and what is written for
 * one front end or one protocol can be read without the others.
 */
@AnalyzeClasses(packages = "io.vmcaster", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  /** What every package may use, and these use of each other. */
  private static final Map<String, Set<String>> FOR_ALL =
      Map.of(
          "model", Set.of("error"),
          "context", Set.of("error"),
          "log", Set.of("context", "error"),
          "error", Set.of());

  private static final Map<String, Set<String>> DRAWING = drawing();

  /** The arrows between packages in the drawing of {@code docs/architecture.md}. */
  private static Map<String, Set<String>> drawing() {
    Map<String, Set<String>> arrows = new TreeMap<>();
    try (Stream<String> lines = Files.lines(Path.of("docs/architecture.md"))) {
      lines
          .map(line -> line.strip().split(" --> "))
          .filter(arrow -> arrow.length == 2)
          .forEach(arrow -> arrows.put(arrow[0], Set.of(arrow[1].split(" & "))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return arrows;
  }

  @ArchTest
  static void packagesUseWhatTheDrawingSays(JavaClasses classes) {
    Map<String, Set<String>> found = new TreeMap<>();
    for (JavaClass from : classes) {
      String user = part(from);
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        String used = part(dependency.getTargetClass());
        if (!used.isEmpty() && !used.equals(user) && !user.isEmpty()) {
          Set<String> allowed = FOR_ALL.getOrDefault(user, FOR_ALL.keySet());
          if (!allowed.contains(used)) {
            found.computeIfAbsent(user, k -> new TreeSet<>()).add(used);
          }
        }
      }
    }
    assertThat(found).isEqualTo(DRAWING);
  }

  /** The package below {@code io.vmcaster}; empty for what lies right in it, or outside. */
  private static String part(JavaClass type) {
    String[] names = type.getPackageName().split("\\.");
    return type.getPackageName().startsWith("io.vmcaster.") ? names[2] : "";
  }

  /** A library that is kept for decoration would be the worst of both. */
  @ArchTest
  static void librariesDoTheirWork(JavaClasses classes) {
    Map.of(
            "cli.command", List.of("picocli.CommandLine"),
            "cli.doc", List.of("picocli.CommandLine$Model$CommandSpec"),
            "repository.orm", List.of("org.hibernate.SessionFactory", "org.hibernate.Session"),
            "repository.entity", List.of("jakarta.persistence.Entity"),
            "signing", List.of("org.bouncycastle.cms.CMSSignedData"),
            "credential", List.of("org.bouncycastle.openssl.PEMParser"),
            "uploader.scp", List.of("com.jcraft.jsch.ChannelSftp"),
            "model", List.of("com.fasterxml.jackson.databind.JsonNode"),
            "config", List.of("org.ini4j.Ini"))
        .forEach(
            (user, libraries) ->
                assertThat(
                        classes.stream()
                            .filter(c -> c.getPackageName().equals("io.vmcaster." + user))
                            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                            .map(d -> d.getTargetClass().getName()))
                    .as(user)
                    .containsAll(libraries));
  }

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

  /** Commands call services. One class puts the services together, and opens databases for them. */
  @ArchTest
  static final ArchRule COMMANDS_CALL_SERVICES_NEVER_THE_REPOSITORY =
      noClasses()
          .that()
          .resideInAPackage("io.vmcaster.cli..")
          .and(not(nameMatching("io\\.vmcaster\\.cli\\.command\\.CommandContext(\\$.*)?")))
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.vmcaster.repository.."));

  @ArchTest
  static final ArchRule BOUNCY_CASTLE_SIGNS_AND_READS_CREDENTIALS =
      onlyIn(List.of("signing", "credential"), resideInAnyPackage("org.bouncycastle.."));

  /**
   * An address or the name of this machine is a value; what opens a connection is not. PostgreSQL's
   * driver has no Unix sockets of its own. An exception opens no connection.
   */
  @ArchTest
  static final ArchRule THE_NETWORK_STAYS_IN_UPLOADER_AND_FETCH =
      onlyIn(
          List.of("uploader", "fetch", "repository.sql"),
          resideInAnyPackage("com.jcraft.jsch..", "java.net.http..", "javax.net..")
              .or(nameMatching("java\\.net\\.(?!.*Exception).*(Socket|Connection).*"))
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
