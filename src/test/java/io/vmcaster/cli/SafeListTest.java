package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list made with nothing but our own commands is one that every consumer takes. */
class SafeListTest {

  private static final String[] EVERYBODY = {
    "--for", "hepix", "--for", "vmcatcher", "--for", "cloudkeeper", "--for", "atrope"
  };

  @TempDir Path directory;
  private LocalSite site;

  @BeforeEach
  void makeTheList() throws Exception {
    site = LocalSite.empty(directory);
    site.run("--endorser-add").succeeded();
    String endorser = site.endorser().subject();
    site.run(
            "--endorser",
            endorser,
            "--endorser-key-set",
            "hv:email",
            "--endorser-value",
            "owen@example.org")
        .succeeded();
    site.run("--imagelist-add", LocalSite.LIST).succeeded();
    site.run("--connect", "--imagelist", LocalSite.LIST, "--endorser", endorser).succeeded();
    Files.writeString(
        site.file("list.values"),
        """
        dc:title = Images of the Example group
        dc:description = What our worker nodes run
        dc:source = https://example.org/
        hv:uri = https://example.org/list.smime
        ad:vo = example.org
        """);
    site.run("--imagelist", LocalSite.LIST, "--imagelist-values", "list.values").succeeded();
  }

  private void addTheImage() throws Exception {
    Files.writeString(
        site.file("worker.values"),
        """
        dc:title = Worker node
        dc:description = Debian 12 with the batch system
        dc:date:expires = 2499-12-31T22:00:00Z
        hv:uri = https://example.org/images/worker.qcow2
        hv:hypervisor = KVM
        sl:arch = x86_64
        sl:os = Linux
        sl:osname = Debian
        sl:osversion = 12
        sl:comments = none
        ad:mpuri = https://example.org/store/worker
        ad:group = General group
        ad:user:fullname = Owen Synge
        ad:user:guid = 4e186b44-2c64-40ea-97d5-e9e5c0bce059
        ad:user:uri = https://example.org/people/owen
        """);
    Files.write(site.file("worker.img"), qcow2());
    site.run("--image-add", LocalSite.IMAGE, "--imagelist", LocalSite.LIST).succeeded();
    site.run("--image", LocalSite.IMAGE, "--image-values", "worker.values").succeeded();
    VmcasterRun.Ran upload =
        site.run("--image", LocalSite.IMAGE, "--image-upload", "worker.img").succeeded();
    assertThat(upload.err()).contains("worker.img is qcow2, a disk of 5368709120 bytes");
  }

  private static byte[] qcow2() {
    byte[] image = new byte[64 * 1024];
    byte[] head = {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3}; // magic and version
    System.arraycopy(head, 0, image, 0, head.length);
    image[23] = 16; // clusters of 2^16 bytes
    image[27] = 1; // five gibibytes, as a big-endian number from byte 24 on
    image[28] = 0x40;
    return image;
  }

  private String check(String... what) {
    return site.run(Stream.concat(Stream.of(what), Stream.of(EVERYBODY)).toArray(String[]::new))
        .succeeded()
        .out();
  }

  @Test
  void nobodyFindsAnythingInIt() throws Exception {
    addTheImage();
    assertThat(check("--imagelist-check", "--imagelist", LocalSite.LIST)).isEmpty();

    site.run("--imagelist", LocalSite.LIST, "--update").succeeded();

    assertThat(check("--imagelist-check", "--imagelist", LocalSite.LIST)).isEmpty();
    assertThat(check("--imagelist-check", "www/list.smime")).isEmpty();
    site.run("--imagelist-verify", "www/list.smime").succeeded();
  }

  @Test
  void nobodyRefusesItWithoutImages() throws Exception {
    site.run("--imagelist", LocalSite.LIST, "--update").succeeded();

    assertThat(check("--imagelist-check", "www/list.smime"))
        .doesNotContain("error ", "warning ")
        .contains("note vmcatcher, cloudkeeper, atrope hv:images: the list has no image");
    assertThat(site.published()).contains("\"hv:images\": []");
  }
}
