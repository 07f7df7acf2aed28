package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.CuttingRelay;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection to a real sshd is cut after some bytes. */
@Tag("fault")
class DroppedConnectionTest {

  private static final long MANY = 1_000_000_000;
  private static final double[] WHERE = {0.02, 0.3, 0.5, 0.7, 0.9, 0.97};

  /** From here on a list may have its name, and is looked at: then nothing is sent again. */
  private static final double LOOKED_AT = 0.6;

  @TempDir Path directory;
  private OpenSshServer sshd;
  private CuttingRelay relay;
  private LocalSite site;
  private Subscriber subscriber;

  @BeforeEach
  void publish() throws Exception {
    sshd = OpenSshServer.start(directory.resolve("sshd"));
    relay = new CuttingRelay(sshd.port(), MANY);
    site = LocalSite.published(directory);
    SshHome home = SshHome.welcomeAt(sshd, directory);
    home.append("known_hosts", "[127.0.0.1]:" + relay.port() + " " + sshd.hostKey() + "\n");
    String target = "scp://" + sshd.user() + "@127.0.0.1:" + relay.port() + "/";
    site.configure("scp", target + site.file("www") + "/", "timeout = 10\n");
    subscriber = new Subscriber(site.file("www"), site.ca().directory(), new Figures());
  }

  @AfterEach
  void close() throws Exception {
    relay.close();
    sshd.close();
  }

  @Test
  void aListIsSentAgain() throws Exception {
    assertSentAgain("--update", "--imagelist", LocalSite.LIST);
  }

  @Test
  void anImageIsSentAgain() throws Exception {
    assertSentAgain("--image-upload", "build.img", "--image", LocalSite.IMAGE, "--update");
  }

  private void assertSentAgain(String... command) throws Exception {
    long bytes = bytesOf(command);
    for (int i = 0; i < WHERE.length; i++) {
      site.writeImage("build.img", 100 + i, 300_000);
      relay.cutAfter((long) (bytes * WHERE[i]));

      VmcasterRun.Ran ran = site.run(command).succeeded();

      assertThat(relay.hasCut()).as("cut at " + WHERE[i]).isTrue();
      assertThat(ran.err()).contains("published version");
      if (WHERE[i] < LOOKED_AT) {
        assertThat(ran.err()).contains("trying again in 1 s");
      }
      subscriber.look();
      assertThat(subscriber.leftovers()).as("left after a cut at " + WHERE[i]).isEmpty();
    }
  }

  private long bytesOf(String... command) throws Exception {
    site.writeImage("build.img", 99, 300_000);
    relay.cutAfter(MANY);
    site.run(command).succeeded();
    return MANY - relay.left();
  }

  @Test
  void withoutRetriesTheNextRunMendsIt() throws Exception {
    String[] update = {"--update", "--imagelist", LocalSite.LIST};
    long bytes = bytesOf(update);
    relay.cutAfter(bytes / 2);

    assertThat(site.run("--update", "--imagelist", LocalSite.LIST, "--retries", "0").ended(5).err())
        .doesNotContain("trying again");

    subscriber.look();
    site.run(update).succeeded();
    subscriber.look();
    assertThat(subscriber.leftovers()).isEmpty();
  }
}
