package io.vmcaster.faults;

import io.vmcaster.repository.sql.SqliteRepository.SqliteLibrary;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The program as a process of its own that starts fast: its classes in a jar, which Java needs to
 * keep an archive of them, and the archive, made by the first run. One for all tests of a machine.
 */
final class Program {

  private static final Program ONLY = make();

  private final Path directory;
  private final String classPath;

  private Program(Path directory, String classPath) {
    this.directory = directory;
    this.classPath = classPath;
  }

  static Program get() {
    return ONLY;
  }

  private static Program make() {
    try {
      Path directory = Files.createTempDirectory("vmcaster-program");
      SqliteLibrary.unpack(directory.resolve("sqlite.so"));
      Program program = new Program(directory, classPath(directory));
      Runtime.getRuntime().addShutdownHook(new Thread(program::remove));
      program.train();
      return program;
    } catch (IOException e) {
      throw new IllegalStateException("cannot make a program to kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String classPath(Path directory) throws IOException {
    List<String> all = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        path = pack(path, directory.resolve("classes" + all.size() + ".jar"));
      }
      if (Files.isRegularFile(path)) {
        all.add(path.toString());
      }
    }
    return String.join(File.pathSeparator, all);
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> walk = Files.walk(classes)) {
      out.setLevel(0);
      for (Path from : walk.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(from).toString()));
        Files.copy(from, out);
      }
    }
    return jar;
  }

  private Path archive() {
    return directory.resolve("classes.jsa");
  }

  /**
   * The first run publishes over ssh and lists the classes that it loads: nearly all that later
   * ones do. A second process makes the archive of them. The classes that stand for lambdas are
   * left out: Java 17 crashes over some of them, here as at the end of a run.
   */
  private void train() throws IOException, InterruptedException {
    Path classes = directory.resolve("classes.list");
    Path site = Files.createDirectory(directory.resolve("site"));
    try (Target target = Target.open("scp", site)) {
      Site.create(site, target, this, List.of("-XX:DumpLoadedClassList=" + classes));
    }
    Files.write(
        classes,
        Files.readAllLines(classes).stream().filter(line -> !line.startsWith("@lambda")).toList());
    Path unfinished = directory.resolve("unfinished.jsa");
    List<String> dump =
        List.of(
            java(),
            "-Xshare:dump",
            "-XX:+UseSerialGC",
            "-XX:SharedClassListFile=" + classes,
            "-XX:SharedArchiveFile=" + unfinished,
            "-cp",
            classPath);
    int status =
        new ProcessBuilder(dump)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("dump.log").toFile())
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException(
          "java -Xshare:dump ends with " + status + ", see " + directory.resolve("dump.log"));
    }
    Files.move(unfinished, archive());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The command that runs a class, before its arguments. */
  List<String> command(String main, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED")); // which the jar's manifest says
    if (Files.exists(archive())) {
      command.addAll(List.of("-XX:SharedArchiveFile=" + archive(), "-Xlog:cds=off"));
    }
    command.addAll(
        List.of("-Dorg.sqlite.lib.path=" + directory, "-Dorg.sqlite.lib.name=sqlite.so"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    return command;
  }

  private void remove() {
    try {
      Trees.remove(directory);
    } catch (IOException e) {
      System.err.println("cannot remove " + directory + ": " + e);
    }
  }
}
