package io.vmcaster.faults;

import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** An endorser's machine: database, certificate, configuration, and images to publish. */
final class Site {

  static final String LIST = "9b6fad19-d913-4cca-b77d-c4b4fcd9dc36";
  static final String IMAGE = "7b1aea46-8776-4447-9450-00e720fc042c";
  static final String URI = "https://example.org/list.smime";

  private final Path directory;
  private final TestIdentity endorser;
  private final Path anchors;

  private Site(Path directory, TestIdentity endorser, Path anchors) {
    this.directory = directory;
    this.endorser = endorser;
    this.anchors = anchors;
  }

  /** A site that has published its list once, over a target. */
  static Site create(Path directory, Target target) throws Exception {
    Files.createDirectories(directory.resolve("www/images"));
    Files.createDirectories(directory.resolve("home"));
    TestPki pki = TestPki.in(directory.resolve("pki"));
    TestCa ca = pki.ca("/DC=org/DC=example/CN=Test CA");
    TestIdentity endorser = ca.user("/DC=org/DC=example/CN=Owen Synge").issue();
    Site site = new Site(directory, endorser, pki.caDirectory());
    site.configure(target);
    site.publishFirst();
    return site;
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  Path anchors() {
    return anchors;
  }

  private void configure(Target target) throws IOException {
    Files.writeString(
        file("vmcaster.cfg"),
        "[example]\nserver = \"example.org\"\nwriteprotocol = \""
            + target.protocol()
            + "\"\nreadprefix = \"https://example.org/\"\nwriteprefix = \""
            + target.prefix()
            + "\"\ntimeout = 20\n");
  }

  private void publishFirst() throws Exception {
    Files.writeString(file("list.json"), FirstList.json(endorser.subject(), endorser.issuer()));
    writeImage("first.img", 1, 400_000);
    run("--imagelist-import-json", "list.json").succeeded();
    run("--image-upload", "first.img", "--image", IMAGE, "--update").succeeded();
  }

  /** Makes an image of random bytes. */
  void writeImage(String name, long seed, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    Files.write(file(name), bytes);
  }

  Ran run(String... arguments) throws Exception {
    return finish(start("", arguments));
  }

  Ran runKilledAt(String step, String... arguments) throws Exception {
    return finish(start(step, arguments));
  }

  /** Runs it, and presses Ctrl-C at a step. */
  Ran runInterruptedAt(String step, String... arguments) throws Exception {
    return finish(start(InterruptedMain.class, step, arguments));
  }

  Process start(String killStep, String... arguments) throws IOException {
    return start(KilledMain.class, killStep, arguments);
  }

  private Process start(Class<?> main, String killStep, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dvmcaster.kill=" + killStep);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment());
    return builder
        .redirectOutput(Files.createTempFile(directory, "run", ".out").toFile())
        .redirectError(file("run.err").toFile())
        .start();
  }

  private Map<String, String> environment() {
    return Map.of(
        "HOME", file("home").toString(),
        "DISH_KEY", endorser.keyFile().toString(),
        "DISH_CERT", endorser.certificateFile().toString(),
        "DISH_CFG", file("vmcaster.cfg").toString(),
        "DISH_RDBMS", "sqlite:///dish.db");
  }

  Ran finish(Process process) throws Exception {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the program hangs: " + Files.readString(file("run.err")));
    }
    return new Ran(process.exitValue(), Files.readString(file("run.err"), StandardCharsets.UTF_8));
  }

  /**
   * How a run ended.
   *
   * @param status its exit status
   * @param err what it said
   */
  record Ran(int status, String err) {
    Ran succeeded() {
      return ended(0);
    }

    Ran ended(int expected) {
      if (status != expected) {
        throw new AssertionError("ended with " + status + ", not " + expected + ": " + err);
      }
      return this;
    }
  }
}
