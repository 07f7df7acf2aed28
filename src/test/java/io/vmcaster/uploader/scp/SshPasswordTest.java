package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.MinaServer;
import io.vmcaster.testing.Sections;
import io.vmcaster.testing.SshHome;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that want a password: given when somebody can be asked, and once. */
class SshPasswordTest {

  @TempDir private Path directory;
  private final List<String> asked = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thePasswordIsAskedFor(boolean interactive) throws Exception {
    try (MinaServer server = MinaServer.startWithPassword("open sesame", interactive);
        Uploader uploader = connect(server, answering("open sesame"))) {
      assertThat(uploader.stat(directory.toString())).isPresent();
    }
    assertThat(asked).hasSize(1).first().asString().contains("publisher@127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWrongOneIsNotTriedAgain(boolean interactive) throws Exception {
    try (MinaServer server = MinaServer.startWithPassword("open sesame", interactive)) {
      assertThatThrownBy(() -> connect(server, answering("open barley")))
          .isInstanceOf(TrustFailure.class);
    }
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whenNobodyCanBeAskedItIsRefused(boolean interactive) throws Exception {
    try (MinaServer server = MinaServer.startWithPassword("open sesame", interactive)) {
      assertThatThrownBy(() -> connect(server, Passphrases.NONE)).isInstanceOf(TrustFailure.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BatchMode yes | accepts none of the keys (tried",
        "PasswordAuthentication no | and the ssh configuration allows publickey, keyboard",
        "NumberOfPasswordPrompts 0 | and the ssh configuration allows publickey,",
        "PreferredAuthentications publickey | and the ssh configuration allows publickey,",
      })
  void theConfigurationMayForbidToAsk(String line, String words) throws Exception {
    try (MinaServer server = MinaServer.startWithPassword("open sesame", false)) {
      SshHome.create(directory).append("config", line + "\n");
      assertThatThrownBy(() -> connect(server, answering("open sesame")))
          .isInstanceOf(TrustFailure.class)
          .hasMessageContaining(words);
    }
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PubkeyAuthentication no", "PreferredAuthentications password"})
  void theConfigurationMayWantAPassword(String line) throws Exception {
    try (MinaServer server = MinaServer.startWithPassword("open sesame", false)) {
      SshHome.create(directory).append("config", line + "\n");
      assertThat(connect(server, answering("open sesame")).stat(directory.toString())).isPresent();
      assertThatThrownBy(() -> connect(server, answering("open barley")))
          .isInstanceOf(TrustFailure.class)
          .hasMessageContaining("takes publickey, password, and the ssh configuration allows");
    }
    assertThat(asked).hasSize(2);
  }

  private Passphrases answering(String password) {
    return what -> {
      asked.add(what);
      return Optional.of(password.toCharArray());
    };
  }

  private Uploader connect(MinaServer server, Passphrases passphrases)
      throws IOException, GeneralSecurityException {
    SshHome home = server.welcome(directory);
    ScpProtocol protocol = new ScpProtocol(home.environment(), passphrases, Messages.SILENT);
    return protocol.connect(
        protocol.locate(server.target(directory.resolve("x"))),
        Sections.of("scp", Duration.ofSeconds(20)));
  }
}
