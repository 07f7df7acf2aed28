package io.vmcaster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher, with Java machines that only tell how they were started: which Java it takes, which
 * jar, and what becomes of arguments and archives.
 */
final class LauncherIT {
  private static final Path LAUNCHER = Path.of("scripts/vmcaster").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;
  private Path home;
  private Path jar;
  private final Map<String, String> environment = new TreeMap<>();

  private record ErrorReporter(int status, String out, String err) {
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
    ErrorReporter outcome = launch();
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("VMCASTER_JAVA").contains("needs 17 or newer");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void refusesANamedJavaThatIsNotThere() throws Exception {
    environment.put("VMCASTER_JAVA", directory.resolve("nowhere").toString());
    ErrorReporter outcome = launch();
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

  @Test
  void makesTheArchiveAsideAndUsesItFromThenOn() throws Exception {
    useArchives("17");
    ErrorReporter first = launch("--image-list");
    assertThat(first.out()).doesNotContain("SharedArchiveFile");
    Path archive = awaitArchive();
    assertThat(launch("--image-list").lines())
        .contains("-XX:SharedArchiveFile=" + archive)
        .contains("-Dorg.sqlite.lib.path=" + archive.getParent())
        .contains("-Dorg.sqlite.lib.name=" + archive.getFileName() + ".so");
  }

  @Test
  void javaTwentyFiveGetsAnAheadOfTimeCache() throws Exception {
    useArchives("25.0.3");
    launch();
    Path archive = awaitArchive();
    assertThat(launch().lines()).contains("-XX:AOTCache=" + archive);
    assertThat(archive.toString()).endsWith(".aot");
  }

  @Test
  void aChangedJarGetsANewArchiveAndTheOldOneGoes() throws Exception {
    useArchives("17");
    launch();
    Path old = awaitArchive();
    Files.writeString(jar, "another jar");
    assertThat(launch().out()).doesNotContain("SharedArchiveFile");
    await(() -> archives().size() == 1 && !archives().contains(old));
  }

  @Test
  void manyStartsAtOnceMakeOneArchive() throws Exception {
    useArchives("17");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      processes.add(start(List.of(LAUNCHER.toString())));
    }
    for (Process process : processes) {
      assertThat(finish(process).status()).isZero();
    }
    awaitArchive();
    assertThat(Files.readAllLines(directory.resolve("trainings"))).hasSize(1);
  }

  @Test
  void theArchiveIsLookedForButNotMadeWhereNothingCanBeWritten() throws Exception {
    useArchives("17");
    Files.writeString(home.resolve(".cache"), "a file where a directory should be");
    ErrorReporter outcome = launch("--image-list");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).doesNotContain("SharedArchiveFile").endsWith("--image-list\n");
  }

  @Test
  void runsWithoutAHome() throws Exception {
    useArchives("17");
    environment.remove("HOME");
    ErrorReporter outcome = launch("--image-list");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).endsWith("--image-list\n").doesNotContain("SharedArchiveFile");
  }

  @Test
  void aTrainingThatFailsIsNotTriedAgainAtOnce() throws Exception {
    Path java = useArchives("17");
    script(java.resolve("bin/java"), "echo x >>'" + directory.resolve("trainings") + "'; exit 1");
    Path starts = directory.resolve("trainings");
    launch();
    await(() -> Files.exists(starts) && Files.readAllLines(starts).size() == 2);
    launch();
    Thread.sleep(300);
    assertThat(archives()).isEmpty();
    // two runs, and one training
    assertThat(Files.readAllLines(starts)).hasSize(3);
  }

  @Test
  void anInstallerCanHaveTheArchiveMadeAtOnce() throws Exception {
    useArchives("17");
    environment.put("VMCASTER_PREPARE", directory.resolve("prepared").toString());
    ErrorReporter outcome = launch();
    assertThat(outcome).isEqualTo(new ErrorReporter(0, "", ""));
    try (Stream<Path> files = Files.walk(directory.resolve("prepared"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".jsa"))).hasSize(2);
    }
  }

  @Test
  void anInstallerWaitsForAnArchiveThatIsBeingMade() throws Exception {
    useArchives("17");
    launch();
    environment.put("VMCASTER_PREPARE", home.resolve(".cache/vmcaster").toString());
    assertThat(launch()).isEqualTo(new ErrorReporter(0, "", ""));
    assertThat(archives()).hasSize(2);
    assertThat(Files.readAllLines(directory.resolve("trainings"))).hasSize(2);
  }

  @Test
  void whatPublishesHasAnArchiveOfItsOwn() throws Exception {
    useArchives("25.0.3");
    launch("--image-list");
    Path edit = awaitArchive();
    assertThat(launch("--imagelist", "x", "--update").out()).doesNotContain("AOTCache");
    await(() -> archives().size() == 2);
    Path work = archives().stream().filter(file -> !file.equals(edit)).findFirst().orElseThrow();

    assertThat(launch("--imagelist", "x", "--update").lines()).contains("-XX:AOTCache=" + work);
    for (String[] look : new String[][] {{"--image-list"}, {"--imagelist-import-json", "x"}}) {
      assertThat(launch(look).lines()).contains("-XX:AOTCache=" + edit);
    }
  }

  /** A Java machine that prints its name and its arguments, a line each, and trains when asked. */
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
              sleep 0.2
              echo x >>'%s'
              echo archive >"${argument#*=}"
              for library; do :; done
              echo library >"$library"
              exit ;;
          esac
        done
        printf '%%s\\n' '%s' "$@"
        """
            .formatted(version, directory.resolve("trainings"), name));
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
      return files.filter(file -> file.toString().matches(".*\\.(jsa|aot)")).toList();
    }
  }

  private Path awaitArchive() throws Exception {
    await(() -> archives().size() == 1);
    return archives().get(0);
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.holds()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(20);
    }
  }

  private ErrorReporter launch(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private ErrorReporter run(List<String> command) throws Exception {
    return finish(start(command));
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static ErrorReporter finish(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new ErrorReporter(process.waitFor(), out, err);
  }
}
