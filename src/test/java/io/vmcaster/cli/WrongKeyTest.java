package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A key that is not the certificate's is found before anything is touched. */
class WrongKeyTest {

  static final List<String> COMMANDS =
      List.of(
          "--update --imagelist " + LIST,
          "--update --all",
          "--update --imagelist " + LIST + " --dry-run",
          "--image-upload build.img --update --image " + IMAGE,
          "--image-upload build.img --update --dry-run --image " + IMAGE,
          "--imagelist " + LIST + " --imagelist-rollback 1.0.1");

  @TempDir Path directory;

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void nothingIsTouched(String command) throws Exception {
    LocalSite site = LocalSite.published(directory);
    TestIdentity stranger =
        site.ca().user("/DC=org/DC=example/CN=A Stranger").key(KeyKind.EC).issue();
    site.signWith(stranger, site.endorser());
    site.writeImage("build.img", 2);
    String list = site.published();
    byte[] database = Files.readAllBytes(site.file("dish.db"));

    VmcasterRun.Ran ran = site.run(command.split(" ", -1)).ended(7);

    assertThat(ran.err())
        .contains(stranger.keyFile().toString(), site.endorser().certificateFile().toString());
    assertThat(site.published()).isEqualTo(list);
    assertThat(site.images()).hasSize(1);
    assertThat(site.file("dish.db")).hasBinaryContent(database);
  }
}
