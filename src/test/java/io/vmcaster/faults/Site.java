package io.vmcaster.faults;

import io.vmcaster.context.FailPoint;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** An endorser's machine: database, certificate, configuration, and images to publish. */
final class Site {

  static final String LIST = "9b6fad19-d913-4cca-b77d-c4b4fcd9dc36";
  static final String IMAGE = "7b1aea46-8776-4447-9450-00e720fc042c";
  static final String URI = "https://example.org/list.smime";

  /** The exit status of what was killed by signal 9. */
  static final int KILLED = 128 + 9;

  private final Path directory;
  private final TestIdentity endorser;
  private final Path anchors;
  private final Map<Long, Path> errors = new ConcurrentHashMap<>();

  private Site(Path directory, TestIdentity endorser, Path anchors) {
    this.directory = directory;
    this.endorser = endorser;
    this.anchors = anchors;
  }

  /** A site that has published its list once, over a target. */
  static Site create(Path directory, Target target) throws IOException, InterruptedException {
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

  /** Publishes over a target from now on. */
  void configure(Target target) throws IOException {
    Files.writeString(
        file("vmcaster.cfg"),
        "[example]\nserver = \"example.org\"\nwriteprotocol = \""
            + target.protocol()
            + "\"\nreadprefix = \"https://example.org/\"\nwriteprefix = \""
            + target.prefix()
            + "\"\ntimeout = 20\n");
  }

  private void publishFirst() throws IOException, InterruptedException {
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

  Ran run(String... arguments) throws IOException, InterruptedException {
    return finish(start(arguments));
  }

  /** Runs, and has it killed at a step. */
  void kill(FailPoint step, String... arguments) throws IOException, InterruptedException {
    finish(start(List.of("-Dvmcaster.kill=" + step), arguments)).ended(KILLED);
  }

  /** Starts the program, and comes back when it has stopped at a step. */
  Process startPausedAt(FailPoint step, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(List.of("-Dvmcaster.pause=" + step), arguments);
    while (Files.notExists(file("paused"))) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        finish(process);
        throw new AssertionError("ended before " + step + ": " + Files.readString(error(process)));
      }
    }
    Files.delete(file("paused"));
    return process;
  }

  /** Starts the program, and comes back when it says that it waits for another. */
  Process startWaiting(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    while (!Files.readString(error(process)).contains("waiting: ")) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("it did not wait: " + Files.readString(error(process)));
      }
    }
    return process;
  }

  /** Lets go on what has stopped at a step. */
  void goOn() throws IOException {
    Files.createFile(file("go"));
  }

  /** Starts the program as the leader of a process group of its own. */
  Process start(String... arguments) throws IOException {
    return start(List.of(), arguments);
  }

  /** Runs it, and presses Ctrl-C at a step. */
  Ran runInterruptedAt(FailPoint step, String... arguments)
      throws IOException, InterruptedException {
    return finish(start(InterruptedMain.class, List.of("-Dvmcaster.kill=" + step), arguments));
  }

  private Process start(List<String> options, String... arguments) throws IOException {
    return start(KilledMain.class, options, arguments);
  }

  private Process start(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    ProgramProcess program =
        ProgramProcess.in(directory)
            .with(environment())
            .behind("setsid")
            .interruptible()
            .archived()
            .running(main);
    options.forEach(program::withOption);
    Path said = Files.createTempFile(directory, "run", ".err");
    Process process =
        program
            .builder(program.command(arguments))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile())
            .start();
    errors.put(process.pid(), said);
    return process;
  }

  private Path error(Process process) {
    return errors.get(process.pid());
  }

  /** Kills a process that was started here, and every other process of its group. */
  static void killGroup(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-9", "--", "-" + process.pid()).inheritIO().start().waitFor();
    process.waitFor();
  }

  private Map<String, String> environment() {
    return Map.of(
        "HOME", file("home").toString(),
        "DISH_KEY", endorser.keyFile().toString(),
        "DISH_CERT", endorser.certificateFile().toString(),
        "DISH_CFG", file("vmcaster.cfg").toString(),
        "DISH_RDBMS", "sqlite:///dish.db");
  }

  Ran finish(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the program hangs: " + Files.readString(error(process)));
    }
    return new Ran(process.exitValue(), Files.readString(error(process), StandardCharsets.UTF_8));
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
