package io.vmcaster.testing;

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
 * What lets the program start fast: its classes in a jar, which Java needs to keep an archive of
 * them, and the archive. It is made when a test first asks for it, for all tests of a Java machine;
 * that costs as much as some five starts without it.
 */
final class ProgramArchive {

  private static final ProgramArchive ONLY = make();

  private final Path directory;
  private final String classPath;

  private ProgramArchive(Path directory, String classPath) {
    this.directory = directory;
    this.classPath = classPath;
  }

  static ProgramArchive get() {
    return ONLY;
  }

  private static ProgramArchive make() {
    try {
      Path directory = Files.createTempDirectory("vmcaster-program");
      SqliteLibrary.unpack(directory.resolve("sqlite.so"));
      ProgramArchive archive = new ProgramArchive(directory, classPath(directory));
      Runtime.getRuntime().addShutdownHook(new Thread(archive::remove));
      archive.dump(archive.classes());
      return archive;
    } catch (IOException e) {
      throw new IllegalStateException("cannot make an archive of the program", e);
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

  /**
   * The classes that a run loads which publishes over ssh: nearly all that other runs do. Those
   * that stand for lambdas are left out: Java 17 crashes over some of them, here as at the end of a
   * run.
   */
  private List<String> classes() throws IOException, InterruptedException {
    Path list = directory.resolve("classes.list");
    LocalSite site = LocalSite.create(Files.createDirectory(directory.resolve("site")));
    site.writeImage("build.img", 1);
    try (OpenSshServer sshd = OpenSshServer.start(site.file("sshd"))) {
      SshHome.welcomeAt(sshd, site.file(""));
      String server = "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "/";
      site.configure("scp", server + site.file("www") + "/", "");
      site.child()
          .startedBy(List.of("-cp", classPath))
          .withOption("-XX:DumpLoadedClassList=" + list)
          .run("--image-upload", "build.img", "--image", LocalSite.IMAGE, "--update")
          .succeeded();
    }
    return Files.readAllLines(list).stream().filter(line -> !line.startsWith("@lambda")).toList();
  }

  private void dump(List<String> classes) throws IOException, InterruptedException {
    List<String> dump =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:dump",
            "-XX:+UseSerialGC",
            "-XX:SharedClassListFile=" + Files.write(directory.resolve("classes"), classes),
            "-XX:SharedArchiveFile=" + archive(),
            "-cp",
            classPath);
    Path log = directory.resolve("dump.log");
    int status =
        new ProcessBuilder(dump)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("java -Xshare:dump ends with " + status + ": " + Files.readString(log));
    }
  }

  private Path archive() {
    return directory.resolve("classes.jsa");
  }

  /** What the Java of the tests is given, before the class that it is to run. */
  List<String> options() {
    return List.of(
        "-XX:SharedArchiveFile=" + archive(),
        "-Xlog:cds=off",
        "-Dorg.sqlite.lib.path=" + directory,
        "-Dorg.sqlite.lib.name=sqlite.so",
        "-cp",
        classPath);
  }

  private void remove() {
    try {
      Trees.remove(directory);
    } catch (IOException e) {
      System.err.println("cannot remove " + directory + ": " + e);
    }
  }
}
