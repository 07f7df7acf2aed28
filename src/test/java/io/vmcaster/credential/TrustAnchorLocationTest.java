package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmcaster.context.Environment;
import io.vmcaster.error.NotFoundFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustAnchorLocationTest {

  @TempDir Path temporary;

  @Test
  void prefersWhatWasAskedFor() throws Exception {
    Path other = Files.createDirectory(temporary.resolve("other"));
    Environment environment = environment(Map.of("X509_CERT_DIR", "other"));
    assertThat(TrustAnchorLocation.find(environment, Optional.of(temporary))).contains(temporary);
    assertThat(TrustAnchorLocation.find(environment, Optional.empty())).contains(other);
  }

  @Test
  void fallsBackOnTheDirectoryOfTheMachine() {
    Path machine = Path.of("/etc/grid-security/certificates");
    assertThat(TrustAnchorLocation.find(environment(Map.of()), Optional.empty()))
        .isEqualTo(Files.isDirectory(machine) ? Optional.of(machine) : Optional.empty());
  }

  @Test
  void saysWhoNamedADirectoryThatIsNotThere() {
    Environment environment = environment(Map.of("X509_CERT_DIR", "/nowhere"));
    assertThatExceptionOfType(NotFoundFailure.class)
        .isThrownBy(() -> TrustAnchorLocation.find(environment, Optional.empty()))
        .withMessageContaining("/nowhere, which X509_CERT_DIR names");
    assertThatExceptionOfType(NotFoundFailure.class)
        .isThrownBy(
            () -> TrustAnchorLocation.find(environment, Optional.of(temporary.resolve("no"))))
        .withMessageContaining("--ca-dir");
  }

  private Environment environment(Map<String, String> variables) {
    return new Environment(variables, temporary);
  }
}
