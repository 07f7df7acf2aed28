package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.CuttingRelay;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.SshHome;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upload over ssh is killed in the middle; the same command again sends the rest. */
@Tag("fault")
class ResumedUploadTest {

  private static final int SIZE = 48_000_000;
  private static final int ENOUGH = 2_000_000;
  private static final String[] UPLOAD = {
    "--image-upload", "build.img", "--image", Site.IMAGE, "--update"
  };

  @TempDir Path directory;
  private OpenSshServer sshd;
  private CuttingRelay relay;
  private Site site;
  private Subscriber subscriber;

  @BeforeEach
  void publish() throws Exception {
    sshd = OpenSshServer.start(directory.resolve("sshd"));
    relay = new CuttingRelay(sshd.port(), Long.MAX_VALUE);
    SshHome.welcomeAt(sshd, directory.resolve("home"))
        .append("known_hosts", "[127.0.0.1]:" + relay.port() + " " + sshd.hostKey() + "\n");
    String prefix = "scp://" + sshd.user() + "@127.0.0.1:" + relay.port() + "/";
    site =
        Site.create(
            directory, new Target("scp", prefix + directory.resolve("www") + "/", sshd::close));
    subscriber = new Subscriber(site, new Figures());
    site.writeImage("build.img", 2, SIZE);
  }

  @AfterEach
  void close() throws Exception {
    relay.close();
    sshd.close();
  }

  @Test
  void whatIsThereIsNotSentAgain() throws Exception {
    long there = Files.size(killInTheMiddle());
    long sentBefore = relay.sent();

    assertThat(site.run(UPLOAD).succeeded().err())
        .contains("continuing after " + there + " bytes, which the server has already");

    assertPublished();
    assertThat(relay.sent() - sentBefore)
        .as("sent by the second run")
        .isBetween(SIZE - there, SIZE - there + 1_000_000);
  }

  @Test
  void whatIsOfAnotherFileIsSentAnew() throws Exception {
    Path part = killInTheMiddle();
    byte[] beginning = Files.readAllBytes(part);
    beginning[100] ^= 1;
    Files.write(part, beginning);

    site.run(UPLOAD).succeeded();

    assertPublished();
  }

  /** Kills an upload when the server has half of it; returns what is there. */
  private Path killInTheMiddle() throws Exception {
    relay.stallAfter(SIZE / 2);
    Process upload = site.start(UPLOAD);
    Patience.until(() -> relay.hasCut() || !upload.isAlive());
    assertThat(upload.isAlive()).as("the upload is under way").isTrue();
    Site.killGroup(upload);
    assertThat(upload.exitValue()).isEqualTo(Site.KILLED);
    sshd.awaitLogouts();
    subscriber.look();
    Path part = part().get(0);
    assertThat(Files.size(part)).isBetween((long) ENOUGH, (long) SIZE - ENOUGH);
    return part;
  }

  private List<Path> part() throws Exception {
    return subscriber.leftovers();
  }

  /** The image is there with its digest, and unpacks to what was sent. */
  private void assertPublished() throws Exception {
    Path image = subscriber.onlyImage(subscriber.look());
    try (InputStream in = new GZIPInputStream(Files.newInputStream(image))) {
      assertThat(in).hasSameContentAs(new ByteArrayInputStream(sent()));
    }
    assertThat(part()).isEmpty();
  }

  private byte[] sent() throws Exception {
    return Files.readAllBytes(site.file("build.img"));
  }
}
