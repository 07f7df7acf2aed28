package io.vmcaster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.JavaMachines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher, with Java machines that only tell how they were started: which Java it takes, which
 * jar, and what becomes of arguments and archives.
 */
final class LauncherIT {
  private static final Path LAUNCHER = Path.of("scripts/vmcaster").toAbsolutePath();

  @TempDir Path directory;
  private Path home;
  private Path jar;
  private final Map<String, String> environment = new TreeMap<>();

  private record Ended(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createDirectory(directory.resolve("home of a user"));
    jar = Files.writeString(directory.resolve("program.jar"), "a jar");
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("VMCASTER_JAR", jar.toString());
    environment.put("VMCASTER_ARCHIVE", "off");
  }

  @Test
  void takesTheJavaThatIsNamed() throws Exception {
    environment.put("VMCASTER_JAVA", java("named", "21.0.1").toString());
    environment.put("JAVA_HOME", java("other", "25").toString());
    assertThat(launch().lines()).first().isEqualTo("named");
  }

  @Test
  void takesTheJavaThatIsNamedByItsProgram() throws Exception {
    environment.put("VMCASTER_JAVA", java("named", "17").resolve("bin/java").toString());
    assertThat(launch().lines()).first().isEqualTo("named");
  }

  @Test
  void takesJavaHome() throws Exception {
    environment.put("JAVA_HOME", java("home", "17.0.15").toString());
    assertThat(launch().lines()).first().isEqualTo("home");
  }

  @Test
  void passesOverAJavaHomeThatIsTooOld() throws Exception {
    environment.put("JAVA_HOME", java("old", "11.0.2").toString());
    environment.put("PATH", java("newest", "99").resolve("bin") + ":" + environment.get("PATH"));
    assertThat(launch().lines()).first().isEqualTo("newest");
  }

  @Test
  void asksAJavaThatHasNoReleaseFile() throws Exception {
    Path java = java("bare", "21.0.2");
    Files.delete(java.resolve("release"));
    environment.put("VMCASTER_JAVA", java.toString());
    assertThat(launch().lines()).first().isEqualTo("bare");
  }

  @Test
  void refusesANamedJavaThatIsTooOld() throws Exception {
    environment.put("VMCASTER_JAVA", java("old", "1.8.0_402").toString());
    Ended outcome = launch();
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("VMCASTER_JAVA").contains("needs 17 or newer");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void refusesANamedJavaThatIsNotThere() throws Exception {
    environment.put("VMCASTER_JAVA", directory.resolve("nowhere").toString());
    Ended outcome = launch();
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("where there is no Java");
  }

  @Test
  void keepsArgumentsWhole() throws Exception {
    environment.put("VMCASTER_JAVA", java("named", "17").toString());
    String[] arguments = {
      "--endorser", "/C=DE/CN=A B  C", "", "*", "$HOME", "it's", "\"q\"", "-x\n"
    };
    assertThat(launch(arguments).out())
        .endsWith("io.vmcaster.Main\n" + String.join("\n", arguments) + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "C", "tlh_QO.UTF-8", "tlh_QO.utf8@formal"})
  void namesOutsideAsciiArriveWholeInAnyLocale(String locale) throws Exception {
    environment.put("LC_ALL", locale);
    environment.put("VMCASTER_JAVA", System.getProperty("java.home"));
    environment.put("VMCASTER_JAR", System.getProperty("vmcaster.jar"));
    environment.put("VMCASTER_JAVA_OPTS", "-XshowSettings:properties");
    assertThat(launch("--version").err()).contains("sun.jnu.encoding = UTF-8");
  }

  @Test
  void findsTheJarThroughLinksFromAnyDirectory() throws Exception {
    environment.remove("VMCASTER_JAR");
    environment.put("VMCASTER_JAVA", java("named", "17").toString());
    Path prefix = directory.resolve("a prefix");
    Path launcher = Files.createDirectories(prefix.resolve("bin")).resolve("vmcaster");
    Files.copy(LAUNCHER, launcher);
    Path installed = Files.createDirectories(prefix.resolve("share/vmcaster"));
    Files.copy(jar, installed.resolve("vmcaster.jar"));
    Path link = Files.createSymbolicLink(directory.resolve("a link"), launcher);
    Path linkToLink = Files.createSymbolicLink(home.resolve("vmcaster"), link);
    for (String command : List.of(launcher.toString(), linkToLink.toString(), "./vmcaster")) {
      assertThat(run(List.of(command)).lines())
          .containsSubsequence("-cp", installed.resolve("vmcaster.jar").toString());
    }
  }

  @Test
  void sendingAnImageIsWorthTheSecondCompiler() throws Exception {
    environment.put("VMCASTER_JAVA", java("named", "17").toString());
    assertThat(launch("--image-list").lines()).contains("-XX:TieredStopAtLevel=1");
    assertThat(launch("--image-upload=x").lines()).doesNotContain("-XX:TieredStopAtLevel=1");
  }

  @ParameterizedTest
  @CsvSource({
    "17, ArchiveClassesAtExit, SharedArchiveFile",
    "24.0.1, ArchiveClassesAtExit, SharedArchiveFile",
    "25, AOTCacheOutput, AOTCache",
    "26.0.1, AOTCacheOutput, AOTCache"
  })
  void theFirstRunMakesNoArchiveTheSecondOneDoesAndTheThirdUsesIt(
      String version, String make, String use) throws Exception {
    useArchives(version);
    assertThat(launch("--image-list").out()).doesNotContain("SharedArchive", "AtExit", "AOT");
    assertThat(archives()).isEmpty();
    assertThat(launch("--image-list").out()).contains("-XX:" + make + "=");
    List<String> third = launch("--image-list").lines();
    Path archive = archives().get(0);
    assertThat(archives()).hasSize(1);
    assertThat(third)
        .contains("-XX:" + use + "=" + archive)
        .contains("-Dorg.sqlite.lib.path=" + archive.getParent())
        .contains("-Dorg.sqlite.lib.name=" + archive.getFileName() + ".so");
  }

  static List<Path> javas() {
    return JavaMachines.homes();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void nobodySeesThatAnArchiveIsMadeAndItIsUsed(Path java) throws Exception {
    Path loaded = directory.resolve("loaded");
    environment.remove("VMCASTER_ARCHIVE");
    environment.put("VMCASTER_JAVA", java.toString());
    environment.put("VMCASTER_JAR", System.getProperty("vmcaster.jar"));
    environment.put("VMCASTER_JAVA_OPTS", "-Xlog:class+load:file=" + loaded);
    Ended first = launch("--version");
    assertThat(first.err()).isEmpty();
    Ended failed = launch("--version", "--bogus");
    assertThat(launch("--version", "--bogus")).isEqualTo(failed);
    for (int run = 2; run <= 3; run++) {
      assertThat(launch("--version")).as("run " + run).isEqualTo(first);
    }
    assertThat(loaded).content().contains("io.vmcaster.Main source: shared objects file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".so"})
  void aRunThatFailsLeavesNoArchiveAndTheNextOneTriesAgain(String half) throws Exception {
    Path java = useArchives("17");
    script(
        java.resolve("bin/java"),
        """
        for a; do
          echo "$a"
          case $a in -XX:ArchiveClassesAtExit=*) echo poor >"${a#*=}%s" ;; esac
        done
        exit 4
        """
            .formatted(half));
    for (int i = 0; i < 3; i++) {
      Ended outcome = launch("--image-list");
      assertThat(outcome.status()).isEqualTo(4);
      assertThat(outcome.err()).isEmpty();
      try (Stream<Path> left = Files.walk(home.resolve(".cache/vmcaster"))) {
        assertThat(left.filter(Files::isRegularFile))
            .allMatch(file -> file.toString().endsWith(".lock"));
      }
    }
    assertThat(launch("--image-list").out()).contains("-XX:ArchiveClassesAtExit=");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void aRunEndsAsTheProgramDidAlsoWhenTheArchiveCannotBeWritten(int status) throws Exception {
    Path java = useArchives("25");
    script(
        java.resolve("bin/java"),
        """
        for a; do case $a in -Dvmcaster.archive=*) draft=${a#*=} ;; esac; done
        [ -n "$draft" ] || exit 0
        mv "$draft.running" "$draft.ended.%d"
        exit 1
        """
            .formatted(status));
    launch("--image-list");
    assertThat(launch("--image-list").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @MethodSource("javas")
  void aDiskThatIsFullForTheArchiveIsNoFailure(Path java) throws Exception {
    environment.remove("VMCASTER_ARCHIVE");
    environment.put("VMCASTER_JAVA", java.toString());
    environment.put("VMCASTER_JAR", System.getProperty("vmcaster.jar"));
    Ended first = launch("--version");
    // no file may be longer than half a megabyte
    Ended second = run(List.of("bash", "-c", "ulimit -f 500; " + LAUNCHER + " --version"));
    assertThat(second).isEqualTo(first);
    assertThat(launch("--version")).isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("javas")
  void whereAddressesAreLimitedItRunsAllTheSame(Path java) throws Exception {
    environment.remove("VMCASTER_ARCHIVE");
    environment.put("VMCASTER_JAVA", java.toString());
    environment.put("VMCASTER_JAR", System.getProperty("vmcaster.jar"));
    Ended first = launch("--version");
    for (int run = 2; run <= 3; run++) {
      assertThat(run(List.of("bash", "-c", "ulimit -v 3000000; " + LAUNCHER + " --version")))
          .as("run " + run)
          .isEqualTo(first);
    }
  }

  @Test
  void theRunThatMakesAnArchiveReadsItsInputAndHearsSignals() throws Exception {
    Path java = useArchives("25");
    Path ready = directory.resolve("ready");
    script(
        java.resolve("bin/java"),
        """
        read -r line
        trap 'echo "$line"; exit 130' TERM
        : >'%s'
        while :; do sleep 0.1; done
        """
            .formatted(ready));
    Files.createDirectories(home.resolve(".cache/vmcaster/classes" + jar.getParent()));
    Process process = start(List.of(LAUNCHER.toString(), "--image-list"));
    try (var input = process.outputWriter()) {
      input.write("a line\n");
    }
    while (Files.notExists(ready)) {
      assertThat(process.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    process.toHandle().destroy();
    assertThat(finish(process)).isEqualTo(new Ended(130, "a line\n", ""));
  }

  @Test
  void aPipeIsClosedWhenTheRunEnds() throws Exception {
    useArchives("17");
    for (int i = 0; i < 3; i++) {
      // what is left behind would hold the pipe, and `cat` with it, open
      assertThat(run(List.of("sh", "-c", LAUNCHER + " --image-list | cat")).status()).isZero();
    }
    assertThat(archives()).hasSize(1);
  }

  @Test
  void aChangedJarGetsANewArchiveAndTheOldOneGoes() throws Exception {
    useArchives("17");
    Path old = makeArchive("--image-list");
    Files.writeString(jar, "another jar");
    assertThat(launch("--image-list").out()).doesNotContain("SharedArchiveFile");
    launch("--image-list");
    assertThat(archives()).hasSize(1).doesNotContain(old);
  }

  @Test
  void ofManyStartsAtOnceOneMakesTheArchive() throws Exception {
    useArchives("17");
    launch("--image-list");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      processes.add(start(List.of(LAUNCHER.toString(), "--image-list")));
    }
    for (Process process : processes) {
      assertThat(finish(process).status()).isZero();
    }
    launch("--image-list");
    assertThat(archives()).hasSize(1);
  }

  @Test
  void whatARunHasBegunThatLivesStays() throws Exception {
    useArchives("17");
    launch("--image-list");
    String making = "-XX:ArchiveClassesAtExit=";
    Path draft =
        launch("--image-list").lines().stream()
            .filter(line -> line.startsWith(making))
            .map(line -> Path.of(line.substring(making.length())))
            .findFirst()
            .orElseThrow();
    Files.delete(draft);
    String kept = draft.toString().replaceFirst("[.][0-9]+$", ".");
    Path ofTheLiving = Files.createFile(Path.of(kept + ProcessHandle.current().pid() + ".running"));
    Path ofTheDead = Files.createFile(Path.of(kept + "2147483647.running"));
    assertThat(launch("--image-list").out()).contains(making);
    assertThat(ofTheDead).doesNotExist();
    assertThat(ofTheLiving).exists();
    assertThat(launch("--image-list").out()).contains("-XX:SharedArchiveFile=");
    assertThat(ofTheLiving).exists();
  }

  @Test
  void theArchiveIsLookedForButNotMadeWhereNothingCanBeWritten() throws Exception {
    useArchives("17");
    Files.writeString(home.resolve(".cache"), "a file where a directory should be");
    Ended outcome = launch("--image-list");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .doesNotContain("SharedArchiveFile", "ArchiveClassesAtExit")
        .endsWith("--image-list\n");
  }

  @Test
  void runsWithoutAHome() throws Exception {
    useArchives("17");
    environment.remove("HOME");
    Ended outcome = launch("--image-list");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .endsWith("--image-list\n")
        .doesNotContain("SharedArchiveFile", "ArchiveClassesAtExit");
  }

  @Test
  void nothingIsKeptBelowARelativeHome() throws Exception {
    useArchives("17");
    environment.put("HOME", "relative");
    assertThat(launch("--image-list").status()).isZero();
    assertThat(home.resolve("relative")).doesNotExist();
  }

  @Test
  void withoutAHomeNothingRelativeIsOne() throws Exception {
    environment.put("VMCASTER_JAVA", System.getProperty("java.home"));
    environment.put("VMCASTER_JAR", System.getProperty("vmcaster.jar"));
    environment.put("VMCASTER_JAVA_OPTS", "-Duser.home=?");
    environment.remove("HOME");
    Ended outcome = launch("--doctor");
    assertThat(outcome.out() + outcome.err()).contains("HOME-is-not-set");
    assertThat(home.resolve("?")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {".cache", ".cache/vmcaster", ""})
  void anArchiveThatOthersMayReplaceIsNotUsed(String open) throws Exception {
    useArchives("17");
    makeArchive("--image-list");
    Files.setPosixFilePermissions(home.resolve(open), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(launch("--image-list").out())
        .doesNotContain("SharedArchiveFile", "ArchiveClassesAtExit");
  }

  @Test
  void whatIsMadeIsWritableByTheUserAloneWhateverTheMask() throws Exception {
    useArchives("17");
    for (int i = 0; i < 3; i++) {
      run(List.of("sh", "-c", "umask 0; exec " + LAUNCHER + " --image-list"));
    }
    try (Stream<Path> made = Files.walk(home.resolve(".cache/vmcaster"))) {
      assertThat(made.filter(Files::isDirectory))
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .isEqualTo("rwx------"));
    }
    assertThat(archives()).hasSize(1);
    try (Stream<Path> made = Files.walk(home.resolve(".cache/vmcaster"))) {
      assertThat(made.filter(file -> file.toString().matches(".*[.](jsa|so)")))
          .hasSize(2)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-r--r--"));
    }
  }

  @Test
  void aJavaThatOthersMayReplaceIsPassedOver() throws Exception {
    Path open = java("open", "99");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    environment.put("JAVA_HOME", open.toString());
    Path sdk = Files.createDirectories(home.resolve(".sdkman/candidates/java"));
    Files.move(java("sdk", "98"), sdk.resolve("98"));
    Files.setPosixFilePermissions(sdk, PosixFilePermissions.fromString("rwxrwxrwx"));
    environment.put("PATH", java("path", "97").resolve("bin") + ":" + environment.get("PATH"));
    assertThat(launch().lines()).first().isEqualTo("path");
  }

  @Test
  void tooFewAddressesForJavaAreSaid() throws Exception {
    environment.put("VMCASTER_JAVA", java("named", "17").toString());
    Ended outcome = run(List.of("bash", "-c", "ulimit -v 600000; " + LAUNCHER + " --image-list"));
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("ulimit -v");
  }

  @Test
  void anInstallerCanHaveTheArchivesMadeAtOnce() throws Exception {
    useArchives("17");
    environment.put("VMCASTER_PREPARE", directory.resolve("prepared").toString());
    Ended outcome = launch();
    assertThat(outcome).isEqualTo(new Ended(0, "", ""));
    try (Stream<Path> files = Files.walk(directory.resolve("prepared"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".jsa"))).hasSize(5);
    }
  }

  @Test
  void lookingEditingAndPublishingHaveArchivesOfTheirOwn() throws Exception {
    useArchives("25.0.3");
    Path look = makeArchive("--image-list");
    String[] update = {"--imagelist", "x", "--update"};
    assertThat(launch(update).out()).contains("-XX:AOTCacheOutput=");
    assertThat(launch(update).out()).contains("-work-").doesNotContain(look.toString());
    String[] edit = {"--imagelist-import-json", "x"};
    launch(edit);
    assertThat(launch(edit).out()).contains("-edit-");
    assertThat(launch("--image-list").lines()).contains("-XX:AOTCache=" + look);
    assertThat(launch("--image", "x", "--image-show").out()).contains("-show-");
    assertThat(launch("--image", "x", "--image-keys").out()).contains("-keys-");
    assertThat(launch("--help").out()).contains("-help-");
    assertThat(archives()).hasSize(3);
    assertThat(launch("--manual-page").out()).contains("-help-");
  }

  /**
   * A Java machine that prints its name and its arguments, a line each, and leaves an archive when
   * asked.
   */
  private Path java(String name, String version) throws IOException {
    Path java = directory.resolve("java " + name);
    Files.createDirectories(java.resolve("bin"));
    Files.createDirectories(java.resolve("lib"));
    Files.writeString(java.resolve("lib/modules"), version);
    Files.writeString(
        java.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(
        java.resolve("bin/java"),
        """
        case $1 in -version) echo 'openjdk version "%s" 2024-01-16' >&2; exit ;; esac
        for argument; do
          case $argument in
            -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*)
              echo archive >"${argument#*=}"
              echo library >"${argument#*=}.so" ;;
          esac
        done
        printf '%%s\\n' '%s' "$@"
        """
            .formatted(version, name));
    return java;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path useArchives(String version) throws IOException {
    environment.remove("VMCASTER_ARCHIVE");
    Path java = java("named", version);
    environment.put("VMCASTER_JAVA", java.toString());
    return java;
  }

  private List<Path> archives() throws IOException {
    Path cache = home.resolve(".cache/vmcaster");
    if (!Files.isDirectory(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(file -> file.toString().matches(".*[.](jsa|aot)")).toList();
    }
  }

  private Path makeArchive(String... arguments) throws Exception {
    for (int i = 0; i < 3; i++) {
      launch(arguments);
    }
    assertThat(archives()).hasSize(1);
    return archives().get(0);
  }

  private Ended launch(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Ended run(List<String> command) throws Exception {
    return finish(start(command));
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Ended finish(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), out, err);
  }
}
