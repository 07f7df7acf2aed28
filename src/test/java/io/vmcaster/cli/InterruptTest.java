package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.DcapDoor;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.Shell;
import io.vmcaster.testing.SshHome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C in the middle of an upload to a real server. */
class InterruptTest {

  @TempDir Path directory;
  private LocalSite site;
  private Path images;

  @BeforeEach
  void makeSite() throws Exception {
    site = LocalSite.published(directory);
    images = site.file("www/images");
    site.setImageKey("hv:format", "raw.bz2"); // which takes its time
    site.writeImage("build.img", 9, 100_000_000);
  }

  private Closeable open(String protocol) throws Exception {
    return switch (protocol) {
      case "local" -> () -> {};
      case "scp" -> sshd(20)::close;
      default -> {
        DcapDoor door = DcapDoor.open(site.file("www"));
        site.configure("dcap", door.url(), "");
        yield door;
      }
    };
  }

  private OpenSshServer sshd(int timeout) throws IOException {
    OpenSshServer sshd = OpenSshServer.start(directory.resolve("sshd"));
    SshHome.welcomeAt(sshd, directory);
    String server = "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "/";
    site.configure("scp", server + site.file("www") + "/", "timeout = " + timeout + "\n");
    return sshd;
  }

  @ParameterizedTest
  @CsvSource({"local, INT", "scp, INT", "dcap, INT", "scp, TERM"})
  void leavesNothingOfAnImage(String protocol, String signal) throws Exception {
    List<Path> before = site.images();
    try (Closeable server = open(protocol)) {
      assertThat(server).isNotNull();
      Process process = upload();
      assertThat(end(process, signal))
          .isEqualTo("vmcaster: error: interrupted; nothing is left half done\n");
      assertThat(site.images()).isEqualTo(before);
      assertThat(site.publicVersion()).isEqualTo("1.0.1");
      assertThat(again()).doesNotContain("did not end");
    }
  }

  /** The server does not answer any more, so what it has of the image stays for the next run. */
  @Test
  void saysWhenItCannotCleanUp() throws Exception {
    OpenSshServer sshd = sshd(2);
    try (sshd) {
      Process process = upload();
      sshd.freeze();
      assertThat(end(process, "INT")).contains("error: interrupted", "cleaned up");
      sshd.thaw();
      assertThat(site.images()).anyMatch(InterruptTest::isTemporary);
      again();
      assertThat(site.images()).noneMatch(InterruptTest::isTemporary);
    }
  }

  /** SQLite's driver waits for a program, and forgets that it was interrupted. */
  @Test
  void countsWhileTheDatabaseIsOpened() throws Exception {
    Path uname = Files.createDirectory(directory.resolve("bin")).resolve("uname");
    Files.writeString(uname, "#!/bin/sh\n: > \"$0.begun\"\nexec sleep 30\n");
    Files.setPosixFilePermissions(uname, PosixFilePermissions.fromString("rwx------"));
    ProgramProcess program =
        site.child().interruptible().with("PATH", uname.getParent() + ":" + System.getenv("PATH"));
    Process process =
        program
            .builder(program.command("--imagelist", LIST, "--update"))
            .redirectError(directory.resolve("said").toFile())
            .start();
    Patience.until(() -> !process.isAlive() || Files.exists(directory.resolve("bin/uname.begun")));
    assertThat(end(process, "TERM"))
        .isEqualTo("vmcaster: error: interrupted; nothing is left half done\n");
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
  }

  private static boolean isTemporary(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  /** A run that is in the middle of an upload. */
  private Process upload() throws Exception {
    ProgramProcess program = site.child().interruptible();
    Process process =
        program
            .builder(program.command("--image", IMAGE, "--image-upload", "build.img", "--update"))
            .redirectError(directory.resolve("said").toFile())
            .start();
    Patience.until(() -> !process.isAlive() || sent() >= 100_000);
    return process;
  }

  /** What it says when it is told to end. */
  private String end(Process process, String signal) throws Exception {
    Shell.run(directory, "kill", "-" + signal, Long.toString(process.pid()));
    int status = process.waitFor();
    String said = Files.readString(directory.resolve("said"));
    assertThat(status).as(said).isEqualTo(130);
    return said;
  }

  /** What the next run says. */
  private String again() throws IOException {
    site.writeImage("build.img", 10, 1000);
    return site.run("--image", IMAGE, "--image-upload", "build.img", "--update").succeeded().err();
  }

  /** How much of the new image is on the server. */
  private long sent() throws IOException {
    try (Stream<Path> files = Files.list(images)) {
      for (Path file : files.toList()) {
        if (isTemporary(file)) {
          return Files.size(file);
        }
      }
      return 0;
    } catch (IOException e) {
      return 0; // it was renamed just now
    }
  }
}
