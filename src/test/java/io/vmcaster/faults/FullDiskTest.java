package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.ImageList;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.SshHome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk that is published to is really full. */
class FullDiskTest {

  private static final int KILOBYTES = 2000;

  @TempDir Path directory;
  private SmallDisk disk;
  private OpenSshServer sshd;
  private Site site;
  private Subscriber subscriber;

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.mount(Files.createDirectory(directory.resolve("disk")), KILOBYTES);
    Files.createDirectory(disk.path().resolve("images"));
    sshd = OpenSshServer.start(directory.resolve("sshd"));
    SshHome.welcomeAt(sshd, directory.resolve("home"));
  }

  @AfterEach
  void unmount() {
    sshd.close();
    disk.close();
  }

  private void publish(String protocol) throws Exception {
    String prefix =
        protocol.equals("local")
            ? disk.path() + "/"
            : "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "/" + disk.path() + "/";
    site = Site.create(directory, new Target(protocol, prefix, () -> {}));
    subscriber = new Subscriber(disk.path(), site.anchors(), new Figures());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "scp"})
  void anUploadEndsInOneMessageAndTheNextOneSucceeds(String protocol) throws Exception {
    publish(protocol);
    ImageList before = subscriber.look();
    site.writeImage("build.img", 2, 1_000_000);
    disk.fill(500_000);
    String[] update = {
      "--image-upload", "build.img", "--image", Site.IMAGE, "--update", "--retries", "0"
    };

    assertThat(site.run(update).ended(5).err()).contains("make room").hasLineCount(2);

    assertThat(subscriber.look()).isEqualTo(before);
    disk.free();
    site.run(update).succeeded();
    assertThat(subscriber.look().images()).isNotEqualTo(before.images());
    assertThat(subscriber.leftovers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "scp"})
  void aListEndsInOneMessageAndTheNextOneSucceeds(String protocol) throws Exception {
    publish(protocol);
    ImageList before = subscriber.look();
    disk.fill(0);
    String[] update = {"--update", "--imagelist", Site.LIST, "--retries", "0"};

    assertThat(site.run(update).ended(5).err()).contains("make room").hasLineCount(2);

    assertThat(subscriber.look()).isEqualTo(before);
    assertThat(subscriber.leftovers()).isEmpty();
    disk.free();
    site.run(update).succeeded();
    assertThat(subscriber.look().version()).isNotEqualTo(before.version());
  }
}
