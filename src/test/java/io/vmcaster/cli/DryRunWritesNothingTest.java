package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run changes nothing: not the database, not its locks, not a file, not a server. */
class DryRunWritesNothingTest {

  /** What can be tried on a site with a second build and an older publication. */
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--update", "--imagelist", LIST),
          List.of("--update", "--all"),
          List.of("--update", "--all", "--if-needed", "--renew-days", "90"),
          List.of("--image-upload", "build.img", "--image", IMAGE),
          List.of("--image-upload", "build.img", "--image", IMAGE, "--update"),
          List.of("--imagelist", LIST, "--imagelist-rollback", "1.0.1"),
          List.of("--image-prune", "--keep", "1"),
          List.of("--imagelist-import-json", "other.json"),
          List.of("--imagelist-import-smime", "signed", "--force"),
          List.of("--imagelist", LIST, "--imagelist-key-set", "a:b", "--imagelist-value", "c"),
          List.of("--image", IMAGE, "--image-key-set", "a:b", "--image-value", "c"),
          List.of("--image", IMAGE, "--image-key-del", "dc:title"),
          List.of("--imagelist", LIST, "--disconnect", "--image", IMAGE),
          List.of("--image-add", "d6b0c4e6-6a2c-4c3a-8f0e-5f8a8d0b8c11"),
          List.of("--image", IMAGE, "--image-del"),
          List.of("--imagelist", LIST, "--imagelist-del"));

  @TempDir Path temporary;
  private Path directory;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(temporary.resolve("site"));
  }

  private LocalSite site() throws IOException {
    LocalSite site = LocalSite.published(directory);
    Files.copy(site.file("www/list.smime"), site.file("signed"));
    Files.writeString(
        site.file("other.json"), Files.readString(site.file("list.json")).replace("1.0.0", "7.0"));
    for (int build = 2; build <= 4; build++) {
      site.writeImage("build.img", build);
      site.run("--image-upload", "build.img", "--image", IMAGE, "--update").succeeded();
    }
    site.writeImage("build.img", 5);
    return site;
  }

  @Test
  void nothingIsWrittenHere() throws Exception {
    assertNothingIsWritten(site());
  }

  @Test
  void nothingIsWrittenOverSsh() throws Exception {
    LocalSite site = site();
    try (OpenSshServer sshd = OpenSshServer.start(temporary.resolve("sshd"))) {
      SshHome.welcomeAt(sshd, directory);
      String server = "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "/";
      site.configure("scp", server + site.file("www") + "/", "");
      assertNothingIsWritten(site);
    }
  }

  private void assertNothingIsWritten(LocalSite site) throws IOException {
    Map<String, String> before = snapshot();
    for (List<String> command : COMMANDS) {
      Stream<String> dry = Stream.concat(command.stream(), Stream.of("--dry-run"));
      VmcasterRun.Ran ran = site.run(dry.toArray(String[]::new)).succeeded();
      assertThat(ran.out() + ran.err()).as(String.join(" ", command)).isNotBlank();
      assertThat(snapshot()).as(String.join(" ", command)).isEqualTo(before);
    }
  }

  @Test
  void noDatabaseIsMade() throws Exception {
    LocalSite site = LocalSite.empty(directory);
    LocalSite other = LocalSite.create(Files.createDirectory(directory.resolve("other")));
    Files.copy(other.file("list.json"), site.file("list.json"));
    Map<String, String> before = snapshot();
    site.run("--imagelist-import-json", "list.json", "--dry-run").succeeded();
    site.run("--imagelist-add", LIST, "--dry-run").succeeded();
    site.run("--update", "--all", "--dry-run").ended(4);
    site.run("--update", "--imagelist", LIST, "--dry-run").ended(4);
    assertThat(snapshot()).isEqualTo(before);
  }

  /** Every file with its bytes and time, and every directory. */
  private Map<String, String> snapshot() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.toList()) {
        files.put(
            file.toString(),
            Files.isRegularFile(file)
                ? Files.getLastModifiedTime(file) + " " + LocalSite.sha512(file)
                : "directory");
      }
    }
    return files;
  }
}
