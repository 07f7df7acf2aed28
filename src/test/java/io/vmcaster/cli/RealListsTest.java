package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.Json;
import io.vmcaster.testing.RealLists;
import io.vmcaster.testing.VmcasterRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every real list imports, or is refused with the reason. */
class RealListsTest {

  @TempDir Path directory;
  private VmcasterRun vmcaster;

  @BeforeEach
  void begin() {
    vmcaster = VmcasterRun.in(directory);
  }

  private VmcasterRun.Ran load(String name, String option) {
    return vmcaster.runWith(RealLists.bytes(name), option, "-");
  }

  @ParameterizedTest
  @CsvSource({
    RealLists.CERNVM + ", 30, /DC=ch/DC=cern/OU=Organic Units/OU=Users/CN=buncic",
    RealLists.APPDB + ", 1, /DC=EU/DC=EGI/C=NL/O=Hosts/O=EGI.eu/CN=appdb.egi.eu",
    RealLists.CLOUDKEEPER + ", 2, is no endorser of the list",
  })
  void importsWhatIsSigned(String name, int images, String said) {
    VmcasterRun.Ran ran = load(name, "--imagelist-import-smime").succeeded();

    assertThat(ran.out().lines()).hasSize(images).allMatch(line -> line.indexOf('\t') > 0);
    assertThat(ran.err()).contains(said);
    assertThat(vmcaster.run("--imagelist-list").out()).isEqualTo(ran.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {RealLists.APPDB_CUT, RealLists.CLOUDKEEPER_WRONG})
  void refusesWhatWasChanged(String name) {
    assertThat(load(name, "--imagelist-import-smime").ended(8).err())
        .contains("its signature does not fit its content");
    assertThat(vmcaster.run("--imagelist-list").out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RealLists.CLOUDKEEPER_JSON,
        RealLists.COMPLETE_JSON,
        RealLists.EXAMPLE_JSON,
      })
  void importsJsonWithoutLoss(String name) {
    String list = load(name, "--imagelist-import-json").succeeded().out().split("[\t\n]", 2)[0];
    String shown = vmcaster.run("--imagelist", list, "--imagelist-show").succeeded().out();

    assertThat(Json.read(shown, "what is shown")).isEqualTo(Json.read(RealLists.bytes(name), name));
  }

  @Test
  void keepsTheTypesOfValues() {
    load(RealLists.CERNVM, "--imagelist-import-smime").succeeded();
    load(RealLists.APPDB, "--imagelist-import-smime").succeeded();

    String[] images = vmcaster.run("--image-list").out().split("\n");
    assertThat(vmcaster.run("--image", images[0], "--image-show").out())
        .containsPattern("\"hv:size\": [0-9]+,");
    assertThat(vmcaster.run("--image", images[30], "--image-show").out())
        .containsPattern("\"hv:size\": \"[0-9]+\",");
  }

  @Test
  void refusesAListForTheWrongDoor() {
    load(RealLists.CERNVM, "--imagelist-import-json").ended(8);
    load(RealLists.EXAMPLE_JSON, "--imagelist-import-smime").ended(8);
    assertThat(
            vmcaster
                .runWith(
                    "no list".getBytes(StandardCharsets.UTF_8), "--imagelist-import-smime", "-")
                .ended(8)
                .out())
        .isEmpty();
  }
}
