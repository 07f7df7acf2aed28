package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.ImageList;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.SshHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The disk that is published to is full: really, where one may be mounted, and over dcap by a pool
 * that says so.
 */
@Tag("fault")
class FullDiskTest {

  private static final int KILOBYTES = 2000;
  private static final String[] LIST = {"--update", "--imagelist", Site.LIST, "--retries", "0"};
  private static final String[] IMAGE = {
    "--image-upload", "build.img", "--image", Site.IMAGE, "--update", "--retries", "0"
  };

  @TempDir Path directory;

  /** What is done in a directory that can be full. */
  private interface Work {
    void run(Site site, Subscriber subscriber, Disk disk) throws Exception;
  }

  /** Where images and lists go. */
  private interface Disk {
    void fill(long left) throws Exception;

    void free() throws Exception;
  }

  static List<String> ways() throws IOException {
    return SmallDisk.isAllowed() ? List.of("local", "scp", "dcap") : List.of("dcap");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void anUploadEndsInOneMessageAndTheNextOneSucceeds(String way) throws Exception {
    on(
        way,
        (site, subscriber, disk) -> {
          site.writeImage("build.img", 2, 1_000_000);
          ImageList before = subscriber.look();
          disk.fill(500_000);
          assertRefused(site.run(IMAGE));
          assertThat(subscriber.look()).isEqualTo(before);
          disk.free();
          site.run(IMAGE).succeeded();
          assertThat(subscriber.look().images()).isNotEqualTo(before.images());
          assertThat(subscriber.leftovers()).isEmpty();
        });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aListEndsInOneMessageAndTheNextOneSucceeds(String way) throws Exception {
    on(
        way,
        (site, subscriber, disk) -> {
          ImageList before = subscriber.look();
          disk.fill(0);
          assertRefused(site.run(LIST));
          assertThat(subscriber.look()).isEqualTo(before);
          assertThat(subscriber.leftovers()).isEmpty();
          disk.free();
          site.run(LIST).succeeded();
          assertThat(subscriber.look().version()).isNotEqualTo(before.version());
        });
  }

  /** What was tried and why not, and what to do; beside it only what consumers would lack. */
  private static void assertRefused(Site.Ran ran) {
    List<String> lines =
        ran.ended(5).err().lines().filter(line -> !line.startsWith("vmcaster: warning: ")).toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("vmcaster: error: ");
  }

  private void on(String way, Work work) throws Exception {
    if (way.equals("dcap")) {
      onPool(work);
    } else {
      onSmallDisk(way, work);
    }
  }

  private void onPool(Work work) throws Exception {
    try (Target roomy = Target.dcap(directory, List.of());
        Target full = Target.dcap(directory, List.of("--fault", "full-pool", "--after", "1000"))) {
      Site site = Site.create(directory, roomy);
      work.run(
          site,
          new Subscriber(site, new Figures()),
          new Disk() {
            @Override
            public void fill(long left) throws IOException {
              site.configure(full);
            }

            @Override
            public void free() throws IOException {
              site.configure(roomy);
            }
          });
    }
  }

  private void onSmallDisk(String protocol, Work work) throws Exception {
    Path point = Files.createDirectory(directory.resolve("disk"));
    try (OpenSshServer sshd = OpenSshServer.start(directory.resolve("sshd"));
        SmallDisk disk = SmallDisk.mount(point, KILOBYTES)) {
      Files.createDirectory(disk.path().resolve("images"));
      SshHome.welcomeAt(sshd, directory.resolve("home"));
      String server =
          protocol.equals("scp") ? "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "/" : "";
      Site site =
          Site.create(directory, new Target(protocol, server + disk.path() + "/", () -> {}));
      work.run(
          site,
          new Subscriber(disk.path(), site.anchors(), new Figures()),
          new Disk() {
            @Override
            public void fill(long left) throws IOException {
              disk.fill(left);
            }

            @Override
            public void free() throws IOException {
              disk.free();
            }
          });
    }
  }
}
