package io.vmcaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.ConfigurationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLocationTest {

  @TempDir Path home;

  @Test
  void flagBeatsBothVariables() {
    assertThat(of(Optional.of(Path.of("a.cfg")), "DISH_CFG", "b").candidates())
        .containsExactly(home.resolve("a.cfg"));
    assertThat(of(Optional.empty(), "DISH_CFG", "b.cfg", "VMCASTER_CFG", "c.cfg").candidates())
        .containsExactly(home.resolve("b.cfg"));
    assertThat(of(Optional.empty(), "VMCASTER_CFG", "~/c.cfg").candidates())
        .containsExactly(home.resolve("c.cfg"));
  }

  @Test
  void theUsersFileBeatsTheSystems() throws IOException {
    Path system = Files.writeString(home.resolve("system.cfg"), "");
    assertThat(of(Optional.empty()).find()).contains(system);
    Path users = Files.writeString(home.resolve(".vmcaster.cfg"), "");
    assertThat(of(Optional.empty()).find()).contains(users);
    assertThat(of(Optional.empty()).read(Messages.SILENT).file()).isEqualTo(users);
  }

  @Test
  void saysWhereItLooked() {
    assertThatThrownBy(() -> of(Optional.empty()).read(Messages.SILENT))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContainingAll(home + "/.vmcaster.cfg", home + "/system.cfg");
    assertThatThrownBy(() -> of(Optional.empty(), "DISH_CFG", "b.cfg").read(Messages.SILENT))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContainingAll(home + "/b.cfg", "DISH_CFG");
  }

  private ConfigurationLocation of(Optional<Path> flag, String... variables) {
    Map<String, String> map = new java.util.HashMap<>(Map.of("HOME", home.toString()));
    for (int i = 0; i < variables.length; i += 2) {
      map.put(variables[i], variables[i + 1]);
    }
    return ConfigurationLocation.of(new Environment(map, home), flag, home.resolve("system.cfg"));
  }
}
