package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user registers, beside what the machine has. */
class Pkcs11ModulesTest {

  private static final Path REGISTERED = Path.of("/usr/share/p11-kit/modules");

  @TempDir Path home;
  private Path modules;
  private Path library;

  @BeforeEach
  void make() throws IOException {
    modules = Files.createDirectories(home.resolve(".config/pkcs11/modules"));
    library = Files.createFile(home.resolve("libtoken.so"));
  }

  private Map<String, Path> found() {
    return Pkcs11Modules.find(new Environment(Map.of("HOME", home.toString()), home));
  }

  private void register(String file, String... lines) throws IOException {
    Files.writeString(modules.resolve(file), String.join("\n", lines) + "\n");
  }

  @Test
  void aModuleIsCalledAsItsFile() throws IOException {
    register("my card.module", "# a comment", "module: " + library, "priority: 1");

    assertThat(found()).containsEntry("my card", library);
  }

  @Test
  void whatHoldsAnchorsOrIsNotThereOrIsNoModuleIsLeftOut() throws IOException {
    int before = found().size();
    register("anchors.module", "module: " + library, "trust-policy: yes ");
    register("gone.module", "module: " + home.resolve("gone.so"));
    register("elsewhere.module", "module: no-such-library-of-any-machine.so");
    register("empty.module", "priority: 1");
    register("card.module.rpmsave", "module: " + library);

    assertThat(found()).hasSize(before);
    register("keys.module", "module: " + library, "trust-policy: no");
    assertThat(found()).hasSize(before + 1).containsKey("keys");
  }

  /** SoftHSM is among what the tests need, and registers itself. */
  @Test
  void aUsersFileGoesBeforeTheMachines() throws IOException {
    assertThat(REGISTERED.resolve("softhsm2.module")).exists();
    assertThat(found().get("softhsm2")).exists().isNotEqualTo(library);

    register("softhsm2.module", "module: " + library);

    assertThat(found()).containsEntry("softhsm2", library);
  }
}
