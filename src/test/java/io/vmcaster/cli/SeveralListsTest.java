package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Json;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --update --all} publishes what can be published, and tells all that happened. */
class SeveralListsTest {

  private static final String LACKING = "00000000-0000-4000-8000-000000000001";
  private static final String MISDIRECTED = "00000000-0000-4000-8000-000000000002";

  @TempDir Path directory;
  private LocalSite site;

  @BeforeEach
  void threeLists() throws Exception {
    site = LocalSite.published(directory);
    add(LACKING, "https://example.org/lacking.smime");
    add(MISDIRECTED, "https://example.org/list.smime");
  }

  /** Lists that cannot be published come before the one that can. */
  private void add(String list, String uri) throws IOException {
    String json =
        Files.readString(site.file("list.json"))
            .replace(LIST, list)
            .replace("https://example.org/list.smime", uri)
            .replace(IMAGE, list);
    Files.writeString(site.file("more.json"), json);
    site.run("--imagelist-import-json", "more.json").succeeded();
  }

  @Test
  void programsHearWhatWasPublishedAndWhatNot() throws Exception {
    VmcasterRun.Ran ran = site.run("--update", "--all", "--json").ended(6);
    ObjectNode said = (ObjectNode) Json.read(ran.out(), "standard output");
    assertThat(Json.members(said).keySet())
        .containsExactlyInAnyOrder("error", "failed", "published");
    assertThat(said.get("published").toString()).contains(LIST);
    assertThat(said.get("failed").toString()).contains(LACKING, MISDIRECTED);
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }

  @Test
  void peopleReadEveryFaultAndWhatToDo() {
    assertThat(site.run("--update", "--all").ended(6).err())
        .contains(
            "error: 2 of 3 lists failed",
            "list " + LACKING + " names images that are not there",
            "Upload them with --image-upload",
            "Give list " + MISDIRECTED + " an hv:uri of its own",
            "published version 1.0.2 of list " + LIST);
  }

  /** Data is checked before servers are asked. */
  @Test
  void theKindThatIsCheckedFirstDecidesTheStatus() {
    site.run("--imagelist", MISDIRECTED, "--imagelist-key-del", "hv:uri").succeeded();
    assertThat(site.run("--update", "--all").ended(8).err()).contains("has no hv:uri");
  }

  @Test
  void aBuildThatWasUploadedIsToldThoughItsListFails() throws Exception {
    site.writeImage("new.img", 2);
    site.run("--connect", "--image", IMAGE, "--imagelist", LACKING).succeeded();
    VmcasterRun.Ran ran =
        site.run("--image", IMAGE, "--image-upload", "new.img", "--update", "--json").ended(6);
    ObjectNode said = (ObjectNode) Json.read(ran.out(), "standard output");
    assertThat(Json.text(said, "outcome")).contains("uploaded");
    assertThat(said.get("published").toString()).contains(LIST);
    assertThat(said.get("failed").toString()).contains(LACKING);
  }
}
