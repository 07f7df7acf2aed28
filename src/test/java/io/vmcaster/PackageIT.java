package io.vmcaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages that {@code mvn -Pdist package} makes. */
final class PackageIT {
  private static final Path DIST = Path.of("target/dist").toAbsolutePath();

  @TempDir Path directory;

  @Test
  void debianPackageIsInstalledUsedAndRemoved() throws Exception {
    Shell.Outcome outcome = Shell.run(directory, asRoot("install-use-remove.sh", one("*.deb")));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out().lines())
        .contains(
            "archives: 5",
            "vmcaster:/var/lib/vmcaster",
            "vmcaster " + System.getProperty("vmcaster.version"),
            "/DC=org/DC=example/CN=Jane Doe",
            ".TH VMCASTER 1 %s \"vmcaster %s\" \"User Commands\""
                .formatted(
                    System.getProperty("vmcaster.released").substring(0, 10),
                    System.getProperty("vmcaster.version")),
            "vmcaster (%s) unstable; urgency=medium"
                .formatted(System.getProperty("vmcaster.version")),
            "service: 4, vmcaster: error: there is no image list in /var/lib/vmcaster/dish.db:"
                + " nothing was published",
            "archives in common: 0, new: 5",
            "kept: 2",
            "after the upgrade: /DC=org/DC=example/CN=Jane Doe",
            "complete -F _vmcaster vmcaster",
            "vmcaster.cfg.example")
        .endsWith("after the upgrade: /DC=org/DC=example/CN=Jane Doe", "removed");
  }

  @Test
  void redHatPackageHoldsTheSame() throws Exception {
    Path cpio = Files.createDirectory(directory.resolve("content"));
    Shell.Outcome outcome =
        Shell.run(cpio, "sh", "-c", "rpm2cpio '" + one("*.rpm") + "' | cpio -idm --quiet");
    assertThat(outcome.err()).isEmpty();
    assertThat(cpio.resolve("usr/bin/vmcaster")).isExecutable();
    assertThat(cpio.resolve("usr/share/vmcaster/vmcaster.jar"))
        .hasSameBinaryContentAs(Path.of(System.getProperty("vmcaster.jar")));
    assertThat(cpio.resolve("usr/lib/systemd/system/vmcaster.timer")).isRegularFile();
    assertThat(cpio.resolve("etc/vmcaster/vmcaster.cfg.example")).isRegularFile();
    assertThat(cpio.resolve("usr/share/man/man1/vmcaster.1.gz")).isNotEmptyFile();
    assertThat(
            Shell.run(
                    directory,
                    "rpm",
                    "-qp",
                    "--qf",
                    "[%{FILEFLAGS:fflags} %{FILENAMES}\n]",
                    one("*.rpm").toString())
                .out()
                .lines())
        .as("what the administrator changed is not replaced")
        .contains("cn /etc/default/vmcaster", "cn /etc/vmcaster/vmcaster.cfg.example");
  }

  /** What the program does without, more slowly, is not required. */
  @Test
  void bothPackagesRecommendTheFasterCompression() throws Exception {
    assertThat(Shell.run(directory, "dpkg-deb", "-f", one("*.deb").toString(), "Recommends").out())
        .contains("libdeflate0");
    assertThat(Shell.run(directory, "rpm", "-qp", "--recommends", one("*.rpm").toString()).out())
        .isEqualTo("libdeflate\n");
  }

  @Test
  void billOfMaterialsNamesTheLibraries() throws Exception {
    assertThat(Files.readString(one("*-sbom.json")))
        .contains("pkg:maven/org.hibernate.orm/hibernate-core@")
        .doesNotContain("junit");
  }

  private static Path one(String glob) throws IOException {
    try (Stream<Path> files = Files.list(DIST)) {
      var matcher = DIST.getFileSystem().getPathMatcher("glob:" + glob);
      List<Path> found = files.filter(file -> matcher.matches(file.getFileName())).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  /** A script of ours, with mounts that nobody else sees. */
  private String[] asRoot(String script, Path argument) throws Exception {
    Path file = directory.resolve(script);
    try (var in = getClass().getResourceAsStream(script)) {
      Files.copy(in, file);
    }
    List<String> command = new ArrayList<>();
    if (!Shell.run(directory, "id", "-u").out().equals("0\n")) {
      command.addAll(List.of("sudo", "-n"));
    }
    command.addAll(
        List.of(
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "bash",
            file.toString(),
            argument.toString()));
    return command.toArray(String[]::new);
  }
}
