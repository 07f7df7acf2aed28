package io.vmcaster.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.cli.command.CommandLineReader;
import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure.ConfigurationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flag beats DISH_* beats VMCASTER_* beats the default. */
class SettingsTest {

  @TempDir Path home;

  private Settings settings(Map<String, String> variables, String... arguments) {
    Map<String, String> all = new java.util.HashMap<>(variables);
    all.put("HOME", home.toString());
    return CommandLineReader.read(new Environment(all, home), arguments).options().settings();
  }

  @Test
  void findsTheDatabase() {
    Map<String, String> later = Map.of("VMCASTER_RDBMS", "c");
    Map<String, String> both = Map.of("DISH_RDBMS", "b", "VMCASTER_RDBMS", "c");

    assertThat(settings(both, "-d", "a").database().value()).isEqualTo("a");
    assertThat(settings(both).database()).hasToString("Found[value=b, source=DISH_RDBMS]");
    assertThat(settings(later).database().value()).isEqualTo("c");
    assertThat(settings(Map.of()).database().value()).isEqualTo("sqlite:///dish.db");
    assertThat(settings(Map.of("DISH_RDBMS", "")).database().source()).isEqualTo("default");
  }

  /** The later releases of the original call theirs otherwise. */
  @Test
  void takesADatabaseOfALaterNameWhenThereIsNoOther() throws IOException {
    Files.createFile(home.resolve("vmcaster.db"));
    assertThat(settings(Map.of()).database().value()).isEqualTo("sqlite:///vmcaster.db");
    Files.createFile(home.resolve("dish.db"));
    assertThat(settings(Map.of()).database().value()).isEqualTo("sqlite:///dish.db");
  }

  @Test
  void findsTheConfiguration() throws IOException {
    Map<String, String> both = Map.of("DISH_CFG", "b", "VMCASTER_CFG", "c");

    assertThat(settings(both, "-C", "~/a").configurationFile().orElseThrow().value())
        .isEqualTo(home.resolve("a"));
    assertThat(settings(both).configurationFile().orElseThrow().value())
        .isEqualTo(home.resolve("b"));
    assertThatThrownBy(() -> settings(both).requireConfigurationFile())
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining(home.resolve("b").toString());
    Files.createFile(home.resolve(".vmcaster.cfg"));
    assertThat(settings(Map.of()).requireConfigurationFile())
        .isEqualTo(home.resolve(".vmcaster.cfg"));
  }

  @Test
  void findsKeyAndCertificate() {
    Map<String, String> all =
        Map.of("DISH_KEY", "b", "VMCASTER_X509_KEY", "c", "VMCASTER_X509_DIR", "d");

    assertThat(key(settings(all, "--x509-key", "a", "--x509-dir", "e"))).isEqualTo("a");
    assertThat(key(settings(all, "--x509-dir", "e"))).isEqualTo("e/userkey.pem");
    assertThat(key(settings(all))).isEqualTo("b");
    assertThat(key(settings(Map.of("VMCASTER_X509_KEY", "c", "VMCASTER_X509_DIR", "d"))))
        .isEqualTo("c");
    assertThat(key(settings(Map.of("VMCASTER_X509_DIR", "d")))).isEqualTo("d/userkey.pem");
    assertThat(key(settings(Map.of()))).isEqualTo(".globus/userkey.pem");
    assertThat(settings(Map.of("DISH_CERT", "/x")).certificate().value()).hasToString("/x");
  }

  private String key(Settings settings) {
    return home.relativize(settings.key().value()).toString();
  }

  @Test
  void findsTheTrustAnchors() {
    Map<String, String> variable = Map.of("X509_CERT_DIR", "b");

    assertThat(settings(variable, "--ca-dir", "a").trustAnchors().orElseThrow().value())
        .isEqualTo(home.resolve("a"));
    assertThat(settings(variable).trustAnchors().orElseThrow().value())
        .isEqualTo(home.resolve("b"));
  }

  @Test
  void theUsersTrustAnchorsServeWhereTheSystemHasNone() throws IOException {
    Path system = Path.of("/etc/grid-security/certificates");
    Path own = Files.createDirectories(home.resolve(".globus/certificates"));

    assertThat(settings(Map.of()).trustAnchors().orElseThrow().value())
        .isEqualTo(Files.isDirectory(system) ? system : own);
  }

  @Test
  void findsTheLifetime() {
    assertThat(settings(Map.of()).lifetimeDays()).isEqualTo(28);
    Map<String, String> variable = Map.of("VMCASTER_IMAGELIST_LIFETIME", "5");
    assertThat(settings(variable).lifetimeDays()).isEqualTo(5);
    assertThat(settings(variable, "--update", "--lifetime", "6").lifetimeDays()).isEqualTo(6);
    assertThatThrownBy(() -> settings(Map.of("VMCASTER_IMAGELIST_LIFETIME", "0")).lifetimeDays())
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("VMCASTER_IMAGELIST_LIFETIME is '0'");
  }

  @Test
  void knowsHowLongToWait() {
    assertThat(settings(Map.of()).lockWait()).hasSeconds(60);
    assertThat(settings(Map.of(), "--lock-wait", "0").lockWait()).hasSeconds(0);
    assertThat(settings(Map.of()).retries()).isEqualTo(2);
    assertThat(settings(Map.of(), "--retries=0").retries()).isZero();
  }
}
