package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run says in order what would be done, each step knowing of the one before. */
class DryRunTest {

  private static final String OTHER = "1c5f9a3e-6b0e-4a75-9e6c-0d3f6a0b7a11";

  @TempDir Path directory;

  @Test
  void tellsTheStepsOfAnUploadAndAnUpdate() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.writeImage("build.img", 2);

    VmcasterRun.Ran ran =
        site.run("--dry-run", "--image", LocalSite.IMAGE, "--image-upload", "build.img", "--update")
            .succeeded();

    assertThat(ran.err())
        .containsSubsequence(
            "would upload image " + LocalSite.IMAGE,
            "1. compress ",
            "2. send it under a temporary name",
            site.file("www/images").toString(),
            "3. record hv:uri, hv:size, sl:checksum:sha512 and hv:version 1.0.2",
            "would publish version 1.0.2 of list " + LocalSite.LIST,
            "1. sign version 1.0.2",
            "2. send it under a temporary name, compare it, and rename it to ",
            "over version 1.0.1",
            "3. record it, fetch it from https://example.org/list.smime");
    assertThat(site.publicVersion()).isEqualTo("1.0.1");
    assertThat(site.images()).hasSize(1);
  }

  @Test
  void tellsWhatAFirstImageWouldMeet() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.writeImage("other.img", 3);
    String[] all = {
      "--dry-run",
      "--image-add",
      OTHER,
      "--imagelist",
      LocalSite.LIST,
      "--like",
      LocalSite.IMAGE,
      "--image-key-set",
      "dc:title",
      "--image-value",
      "Other",
      "--image-key-set",
      "dc:description",
      "--image-value",
      "Another",
      "--image-upload",
      "other.img",
      "--update"
    };

    assertThat(site.run(all).succeeded().err())
        .containsSubsequence(
            "would be done: image " + OTHER,
            "would upload image " + OTHER,
            "would publish version 1.0.2 of list " + LocalSite.LIST);
    assertThat(site.run("--image-list").out()).doesNotContain(OTHER);

    all[all.length - 2] = "missing.img";
    assertThat(site.run(all).ended(4).err()).contains("missing.img");
  }

  @Test
  void refusesWhatTheUpdateWouldRefuse() throws Exception {
    LocalSite site = LocalSite.create(directory);
    site.writeImage("build.img", 2);
    site.run("--image", LocalSite.IMAGE, "--image-key-del", "dc:title").succeeded();

    assertThat(
            site.run(
                    "--dry-run",
                    "--image",
                    LocalSite.IMAGE,
                    "--image-upload",
                    "build.img",
                    "--update")
                .ended(8)
                .err())
        .contains("dc:title");
  }

  @Test
  void tellsTheStepsAsJson() throws Exception {
    LocalSite site = LocalSite.published(directory);

    assertThat(
            site.run("--json", "--dry-run", "--imagelist", LocalSite.LIST, "--update")
                .succeeded()
                .out())
        .contains("\"outcome\": \"planned\"", "\"steps\": [", "sign version 1.0.2 of list");
  }
}
