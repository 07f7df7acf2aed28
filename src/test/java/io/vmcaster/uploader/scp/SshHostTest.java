package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.testing.SshHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshHostTest {

  @TempDir private Path directory;
  private SshHome home;

  @BeforeEach
  void createHome() throws IOException {
    home = SshHome.create(directory);
  }

  @Test
  void withoutAFileTheDefaultsOfSshHold() {
    SshHost host = resolve("www.example.org");

    assertThat(host.address()).isEqualTo("www.example.org");
    assertThat(host.port()).isEqualTo(22);
    assertThat(host.user()).isEqualTo(System.getProperty("user.name"));
    assertThat(host.knownHosts())
        .contains(home.file("known_hosts"), Path.of("/etc/ssh/ssh_known_hosts"));
    assertThat(host.identities())
        .containsExactly(home.file("id_ed25519"), home.file("id_ecdsa"), home.file("id_rsa"));
    assertThat(host.agent()).isEmpty();
    assertThat(host.jumps()).isEmpty();
  }

  @Test
  void anAliasStandsForAServer() throws IOException {
    home.append(
        "config",
        """
        # the web server
        Host www w?? !wno
          HostName = %h.example.org
          Port 2222
          User	"publisher"
          IdentityFile ~/.ssh/publish
          IdentityFile=%d/.ssh/other
          IdentitiesOnly yes
          ConnectTimeout 7
          UserKnownHostsFile ~/.ssh/hosts_%n
          ProxyJump gate@gate.example.org:2200,inner
        Host *
          User somebody
          Port 22
        """);

    SshHost host = resolve("www");

    assertThat(host.address()).isEqualTo("www.example.org");
    assertThat(host.port()).isEqualTo(2222);
    assertThat(host.user()).isEqualTo("publisher");
    assertThat(host.identities()).containsExactly(home.file("publish"), home.file("other"));
    assertThat(host.identitiesOnly()).isTrue();
    assertThat(host.connectTimeout()).contains(Duration.ofSeconds(7));
    assertThat(host.knownHosts()).first().isEqualTo(home.file("hosts_www"));
    assertThat(host.jumps()).hasToString("[gate@gate.example.org:2200, inner]");
    assertThat(resolve("wno").user()).isEqualTo("somebody");
    assertThat(resolve("wno").address()).isEqualTo("wno");
  }

  @Test
  void theTargetBeatsTheFile() throws IOException {
    home.append("config", "Host *\nUser other\nPort 2222\n");

    SshHost host = resolve("me@www.example.org:22");

    assertThat(host.user()).isEqualTo("me");
    assertThat(host.port()).isEqualTo(22);
  }

  @ParameterizedTest
  @CsvSource({
    "Match all, 7",
    "Match host www, 7",
    "Match originalhost w*, 7",
    "Match user me, 7",
    "Match host w* user me, 7",
    "Match !host other, 7",
    "Match host other, 22",
    "Match host www user you, 22",
    "'Match exec \"touch pwned\"', 22",
    "Match host www exec true, 22",
  })
  void matchHoldsWithoutRunningAnything(String match, int port) throws IOException {
    home.append("config", match + "\n  Port 7\n");

    assertThat(resolve("me@www").port()).isEqualTo(port);
  }

  @Test
  void otherFilesAreIncluded() throws IOException {
    Files.createDirectory(home.file("config.d"));
    home.append("config.d/b.conf", "Host www\n  Port 2\n");
    home.append("config.d/a.conf", "Host other\n  Port 1\n");
    home.append("config", "Include config.d/*.conf absent\nUser me\nInclude config\n");

    assertThat(resolve("www").port()).isEqualTo(2);
    assertThat(resolve("www").user()).isEqualTo("me");
  }

  @Test
  void aProxyCommandIsRefusedAndNotRun() throws IOException {
    home.append("config", "Host www\n  ProxyCommand nc %h %p\n");

    assertThatThrownBy(() -> resolve("www"))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("ProxyCommand".toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void aPortThatIsNoNumberIsRefused() throws IOException {
    home.append("config", "Host www\n  Port ssh\n");

    assertThatThrownBy(() -> resolve("www")).isInstanceOf(ConfigurationFailure.class);
  }

  private SshHost resolve(String endpoint) {
    return SshHost.resolve(SshEndpoint.parse(endpoint), home.environment());
  }
}
