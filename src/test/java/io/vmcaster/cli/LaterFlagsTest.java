package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script written for the original's last releases runs as it is. */
class LaterFlagsTest {

  private static final String LIST = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";
  private static final String IMAGE = "7b1aea46-8776-4447-9450-00e720fc042c";
  private static final String DN = "/C=DE/O=GermanGrid/OU=DESY/CN=Owen Synge";

  @TempDir Path directory;
  private VmcasterRun vmcaster;

  private String out(String... arguments) {
    return vmcaster.run(arguments).succeeded().out();
  }

  @Test
  void understandsThem() throws Exception {
    vmcaster = VmcasterRun.in(directory);
    Files.writeString(directory.resolve("v"), "from a file");

    out("--select-imagelist", LIST, "--add-imagelist");
    out("--select-image", IMAGE, "--add-image");
    out("--select-endorser", DN, "--add-endorser");
    out("--select-imagelist", LIST, "--imagelist-add-image", "--select-image", IMAGE);
    out("--select-imagelist", LIST, "--imagelist-add-endorser", "--select-endorser", DN);
    out(
        "--select-imagelist",
        LIST, //
        "--key-set-imagelist",
        "dc:title",
        "--key-value-imagelist",
        "t");
    out("--select-image", IMAGE, "--key-set-image", "a:b", "--key-value-image", "c");
    out(
        "--select-endorser",
        DN, //
        "--key-set-endorser",
        "hv:email",
        "--key-value-endorser",
        "o@example.org");
    out(
        "--select-imagelist",
        LIST, //
        "--key-set-imagelist",
        "dc:source",
        "--key-value-imagelist-file",
        "v");

    assertThat(out("--list-imagelist")).isEqualTo(LIST + "\n");
    assertThat(out("--list-image")).isEqualTo(IMAGE + "\n");
    assertThat(out("--list-endorser")).isEqualTo(DN + "\n");
    assertThat(out("--select-imagelist", LIST, "--imagelist-list-image")).isEqualTo(IMAGE + "\n");
    assertThat(out("--select-imagelist", LIST, "--imagelist-list-endorser")).isEqualTo(DN + "\n");
    assertThat(out("--select-imagelist", LIST, "--keys-imagelist"))
        .isEqualTo("dc:source\tfrom a file\ndc:title\tt\n");
    assertThat(out("--keys-endorser", DN)).isEqualTo("hv:email\to@example.org\n");
    assertThat(out("--select-image", IMAGE, "--keys-image")).isEqualTo("a:b\tc\n");
    String shown = out("--select-imagelist", LIST, "--show-imagelist");
    assertThat(shown).isEqualTo(out("--imagelist", LIST, "--imagelist-show"));

    out("--select-image", IMAGE, "--key-del-image", "a:b");
    out("--select-imagelist", LIST, "--imagelist-del-image", "--select-image", IMAGE);
    out("--select-imagelist", LIST, "--imagelist-del-endorser", "--select-endorser", DN);
    out("--select-image", IMAGE, "--del-image");
    out("--del-endorser", DN);
    out("--select-imagelist", LIST, "--del-imagelist");
    assertThat(out("--list-imagelist") + out("--list-image") + out("--list-endorser")).isEmpty();

    Files.writeString(directory.resolve("list.json"), shown);
    assertThat(out("--import-imagelist-json", "list.json")).isEqualTo(LIST + "\t" + IMAGE + "\n");
    assertThat(vmcaster.run("-L", "log.cfg", "--list-image").succeeded().err())
        .contains("-L means nothing any more");
  }

  @Test
  void understandsThoseOfValuesToo() throws Exception {
    vmcaster = VmcasterRun.in(directory);
    Files.writeString(directory.resolve("v"), "from a file");
    out("--select-image", IMAGE, "--add-image");
    out("--select-imagelist", LIST, "--add-imagelist");
    out("--select-endorser", DN, "--add-endorser");
    out("--select-image", IMAGE, "--key-set-image", "a:b", "--key-value-image-file", "v");
    out("--select-endorser", DN, "--key-set-endorser", "a:b", "--key-value-endorser-file", "v");
    out("--select-imagelist", LIST, "--key-set-imagelist", "a:b", "--key-value-imagelist", "v");

    assertThat(out("--select-image", IMAGE, "--show-image"))
        .isEqualTo(out("--image", IMAGE, "--image-show"))
        .contains("from a file");
    assertThat(out("--select-endorser", DN, "--show-endorser"))
        .isEqualTo(out("--endorser", DN, "--endorser-show"))
        .contains("from a file");
    out("--select-imagelist", LIST, "--key-del-imagelist", "a:b");
    out("--select-endorser", DN, "--key-del-endorser", "a:b");
    assertThat(out("--keys-imagelist", LIST) + out("--keys-endorser", DN)).isEmpty();
    assertThat(vmcaster.run("--logcfg", "log.cfg", "--list-image").succeeded().out())
        .isEqualTo(IMAGE + "\n");
  }

  @Test
  void understandsThoseThatPublish() throws Exception {
    LocalSite site = LocalSite.create(directory);
    site.writeImage("build.img", 1);
    site.run("--flag", "fast", "--select-image", LocalSite.IMAGE, "--upload-image", "build.img")
        .succeeded();
    site.run(
            "--select-imagelist", LocalSite.LIST, "--upload-imagelist", "--lifetime-imagelist", "3")
        .succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
    assertThat(site.run("--import-imagelist-smime", "www/list.smime").succeeded().out())
        .isEqualTo(LocalSite.LIST + "\t" + LocalSite.IMAGE + "\n");
  }
}
