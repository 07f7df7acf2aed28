package io.vmcaster.uploader.scp;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.SshKeys;
import io.vmcaster.testing.WarningsTo;
import io.vmcaster.uploader.scp.SshConfig.SshHomeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshHostTest {

  private static final Map<String, String> KEYWORDS =
      Map.of(
          "server_host_key", "hostkeyalgorithms",
          "kex", "kexalgorithms",
          "cipher.c2s", "ciphers",
          "cipher.s2c", "ciphers",
          "mac.c2s", "macs",
          "mac.s2c", "macs",
          "ca_signature_algorithms", "casignaturealgorithms");

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
          IdentityFile=~/.ssh/other
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
  @CsvSource(
      delimiter = '|',
      value = {
        "Match all; Port 7",
        "Match host www; Port 7",
        "Match host=www; Port 7",
        "Match originalhost w*; Port 7",
        "Match user me; Port 7",
        "Match host w* user me; Port 7",
        "Match !host other; Port 7",
        "Match host other; Port 7",
        "Match host www user you; Port 7",
        "Match localuser %me; Port 7",
        "Match localuser nobody-else; Port 7",
        "Match exec true; Port 7",
        "Match exec \"test %n = www\"; Port 7",
        "Match exec false; Port 7",
        "HostName web; Match host web; Port 7",
        "Match final; Port 7",
        "Host *.example.org !www; Port 7",
        "Host w? w??; Port 7",
        "Port=7",
        "Port = 7",
        "port\t7",
        "Port \"7\"",
        "Port ssh",
        "Port 7; Port 8",
        "ConnectTimeout 1m",
        "ConnectTimeout 1h30",
        "ConnectTimeout 7",
        "ConnectTimeout none",
        "User \"you\"",
        "HostName %h.example.org",
        "HostName \"%h.example.org\" # the web server",
        "CanonicalizeHostname yes; CanonicalDomains invalid",
        "HostKeyAlias other",
        "IdentitiesOnly yes",
        "BatchMode=yes",
        "ProxyJump gate",
        "ProxyJump me@gate:2200,inner",
        "ProxyJump ssh://me@gate:2200",
        "ProxyJump none",
        "HostKeyAlgorithms +ssh-rsa",
        "HostKeyAlgorithms -ssh-ed25519*",
        "HostKeyAlgorithms ^rsa-sha2-512",
        "HostKeyAlgorithms rsa-sha2-512,ssh-ed25519",
        "KexAlgorithms -curve*",
        "KexAlgorithms +diffie-hellman-group14-sha1",
        "Ciphers ^aes256-ctr",
        "Ciphers aes128-ctr",
        "MACs -*-etm@openssh.com",
        "PubkeyAcceptedAlgorithms +ssh-rsa",
        "PubkeyAcceptedKeyTypes +ssh-rsa",
        "CASignatureAlgorithms -ecdsa*",
        "Include %d/other; Port 9",
        "Include %d/dir/*; Port 9",
        "Include %d/*/b.conf; Port 9",
        "Include \"%d/with blank/c\"; Port 9",
        "Include %d/absent %d/dir/b.conf; Port 9",
        "Host other; Include %d/other; Host *; Port 9",
        "Include %d/nested; Port 9",
        "UserKnownHostsFile /a/hosts_%n \"/a/my hosts\" /b",
        "GlobalKnownHostsFile /etc/a /etc/b",
        "UserKnownHostsFile none",
        "PreferredAuthentications password,publickey",
        "PreferredAuthentications gssapi-with-mic,publickey",
        "PubkeyAuthentication no",
        "PasswordAuthentication no",
        "ChallengeResponseAuthentication no",
        "PubkeyAuthentication host-bound",
        "AddressFamily inet6",
        "BindAddress 127.0.0.1",
        "RequiredRSASize 3000",
      })
  void everyFormIsReadAsSshReadsIt(String form) throws IOException {
    Files.createDirectories(directory.resolve("dir"));
    Files.createDirectories(directory.resolve("with blank"));
    Files.writeString(directory.resolve("other"), "Host www\n  Port 1\nHost else\n  User else\n");
    Files.writeString(directory.resolve("dir/a.conf"), "Host other\n  Port 2\n");
    Files.writeString(directory.resolve("dir/b.conf"), "Match host www\n  Port 3\n");
    Files.writeString(directory.resolve("with blank/c"), "Port 4\n");
    Files.writeString(
        directory.resolve("nested"), "Include " + directory + "/dir/*.conf\nUser n\n");
    home.append(
        "config",
        form.replace("; ", "\n")
                .replace("%d", directory.toString())
                .replace("%me", System.getProperty("user.name"))
            + "\n");
    Map<String, String> judge = new HashMap<>();
    SshKeys.run("ssh", "-G", "-F", home.file("config").toString(), "-l", "me", "www")
        .lines()
        .filter(line -> line.indexOf(' ') > 0)
        .forEach(line -> judge.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));

    SshHost host = resolve("me@www");

    assertThat(host.address()).isEqualTo(judge.get("hostname"));
    assertThat(host.port()).hasToString(judge.get("port"));
    assertThat(host.user()).isEqualTo(judge.get("user"));
    assertThat(host.keyName()).isEqualTo(judge.getOrDefault("hostkeyalias", host.address()));
    assertThat(host.batch() ? "yes" : "no").isEqualTo(judge.get("batchmode"));
    assertThat(host.identitiesOnly() ? "yes" : "no").isEqualTo(judge.get("identitiesonly"));
    assertThat(host.connectTimeout().map(t -> "" + t.toSeconds()).orElse("none"))
        .isEqualTo(judge.get("connecttimeout"));
    assertThat(host.jumps().stream().map(SshEndpoint::toString).collect(joining(",")))
        .isEqualTo(judge.getOrDefault("proxyjump", "").replace("ssh://", ""));
    assertThat(host.knownHosts().stream().map(Path::toString).collect(joining(" ")))
        .isEqualTo(
            (judge.get("userknownhostsfile") + " " + judge.get("globalknownhostsfile"))
                .replace("none ", "")
                .replace(System.getProperty("user.home") + "/", directory + "/"));
    assertThat(host.line().family()).isEqualTo(judge.get("addressfamily"));
    assertThat(host.line().bindAddress().orElse(null)).isEqualTo(judge.get("bindaddress"));
    assertThat(host.smallestRsa()).hasToString(judge.get("requiredrsasize"));
    assertThat(host.methods())
        .isEqualTo(
            Stream.of(
                    judge
                        .getOrDefault(
                            "preferredauthentications", "publickey,keyboard-interactive,password")
                        .split(",", -1))
                .filter(
                    method ->
                        !List.of("no", "false")
                            .contains(
                                judge.getOrDefault(
                                    method
                                            .replace("publickey", "pubkey")
                                            .replace("keyboard-interactive", "kbdinteractive")
                                        + "authentication",
                                    "no")))
                .toList());
    host.algorithms()
        .forEach(
            (key, names) -> {
              String keyword = KEYWORDS.getOrDefault(key, key.toLowerCase(Locale.ROOT));
              assertThat(judge.get(keyword).split(",", -1))
                  .containsSubsequence(names.split(",", -1));
            });
    boolean lists = form.contains("Algorithms") || form.matches("(Ciphers|MACs|PubkeyAccepted).*");
    assertThat(host.algorithms().isEmpty()).isEqualTo(!lists);
  }

  @ParameterizedTest
  @CsvSource({
    "~/.ssh/k, .ssh/k",
    "'\"~/.ssh/my key\"', .ssh/my key",
    "%d/.ssh/k_%n, .ssh/k_www",
    "'\"%d/.ssh/my %n key\"', .ssh/my www key",
    "~/.ssh/%h-%p-%r, .ssh/www.example.org-22-me",
    "${KEYS}/k, keys/k",
    "~/100%%, 100%",
  })
  void namesOfFilesMayHoldTokensAndQuotes(String written, String file) throws IOException {
    home.append("config", "HostName www.example.org\nIdentityFile " + written + "\n");
    home.append("config", "CertificateFile " + written + "\nUserKnownHostsFile " + written + "\n");

    SshHost host = resolve("me@www", "KEYS", directory + "/keys");

    assertThat(host.identities()).containsExactly(directory.resolve(file));
    assertThat(host.certificates()).containsExactly(directory.resolve(file));
    assertThat(host.knownHosts()).startsWith(directory.resolve(file));
  }

  @ParameterizedTest
  @CsvSource({
    "$AGENT, agent",
    "${AGENT}, agent",
    "SSH_AUTH_SOCK, usual",
    "none,",
    "~/agent, agent",
    "'\"%d/an agent\"', an agent",
    "$ABSENT,",
  })
  void theAgentMayBeNamed(String written, String socket) throws IOException {
    for (String name : List.of("agent", "usual", "an agent")) {
      Files.createFile(directory.resolve(name));
    }
    home.append("config", "IdentityAgent " + written + "\n");

    SshHost host =
        resolve("www", "AGENT", directory + "/agent", "SSH_AUTH_SOCK", directory + "/usual");

    assertThat(host.agent()).isEqualTo(Optional.ofNullable(socket).map(directory::resolve));
  }

  @ParameterizedTest
  @CsvSource({"b.conf", "~/.ssh/config.d/b.conf", "config.d/*.conf absent", "c", "dir*/nested"})
  void otherFilesOfTheHomeAreIncluded(String name) throws IOException {
    Files.createDirectory(home.file("config.d"));
    Files.createDirectory(home.file("dir1"));
    home.append("b.conf", "Host www\n  Port 2\n");
    home.append("config.d/b.conf", "Host www\n  Port 2\n");
    home.append("config.d/a.conf", "Host other\n  Port 1\n");
    home.append("c", "Host w*\n  Include config.d/b.conf\n");
    home.append("dir1/nested", "include = ~/.ssh/c\n");
    home.append("config", "Include " + name + "\nUser me\n");

    assertThat(resolve("www").port()).isEqualTo(2);
    assertThat(resolve("www").user()).isEqualTo("me");
  }

  @Test
  void aHomeThatSshTakesTooIsShownAsItIs() throws IOException {
    String home = System.getProperty("user.home");
    try (SshHomeView view = SshHomeView.of(new Environment(Map.of("HOME", home), directory))) {
      assertThat(view.options()).isEmpty();
      assertThat(view.shown(home)).isEqualTo(home);
      assertThat(view.ours(home + "/a b " + home + "/c")).isEqualTo(home + "/a b " + home + "/c");
    }
  }

  @Test
  void aFileThatIncludesItselfIsSaidAtOnce() throws IOException {
    home.append("config", "Include config\nPort 7\n");

    long begin = System.nanoTime();
    assertThatThrownBy(() -> resolve("www"))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("recursive");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void whatSshRefusesIsRefusedInItsWords() throws IOException {
    home.append("config", "Bogus 3\n");

    assertThatThrownBy(() -> resolve("www"))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining(home.file("config").toString())
        .hasMessageContaining("bogus");
  }

  @ParameterizedTest
  @CsvSource({"Port 99999", "Port 0", "ConnectTimeout soon", "Ciphers aes1", "ProxyJump www"})
  void whatCannotBeIsAFailureOfTheConfiguration(String line) throws IOException {
    home.append("config", line + "\n");

    assertThatThrownBy(() -> resolve("www")).isInstanceOf(ConfigurationFailure.class);
  }

  @Test
  void withoutSshTheFileIsReadMorePlainly() throws IOException {
    List<String> warnings = new ArrayList<>();
    home.append(
        "config",
        """
        Host www
        HostName = %h.example.org
        Port = 2222
        User "me"
        ConnectTimeout=5
        IdentityFile "~/.ssh/my key"
        HostKeyAlgorithms +ssh-rsa
        Include x
        Host *
        Port 7
        IdentitiesOnly yes
        """);

    SshHost host =
        SshHost.resolve(
            SshEndpoint.parse("www"),
            home.environment("PATH", directory.toString()),
            new WarningsTo(warnings));

    assertThat(host.display()).isEqualTo("me@www.example.org port 2222");
    assertThat(host.connectTimeout()).contains(Duration.ofSeconds(5));
    assertThat(host.identities()).containsExactly(home.file("my key"));
    assertThat(host.identitiesOnly()).isTrue();
    assertThat(host.keyName()).isEqualTo("www.example.org");
    assertThat(host.batch()).isFalse();
    assertThat(warnings).hasSize(1).first().asString().contains("without Include");
  }

  @Test
  void whatSshHasByItselfHoldsButForKeysAndAlgorithms() throws IOException {
    String said =
        """
        user somebody
        globalknownhostsfile /opt/etc/ssh_known_hosts
        identityfile ~/.ssh/id_xmss
        ciphers aes128-ctr
        """;

    SshHost host = resolve("www", "PATH", printing(said));

    assertThat(host.user()).isEqualTo("somebody");
    assertThat(host.knownHosts()).contains(Path.of("/opt/etc/ssh_known_hosts"));
    assertThat(host.identities()).contains(home.file("id_ed25519"));
    assertThat(host.algorithms()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "-1", "99999999999"})
  void whatIsNoNumberOfBitsIsAFailureOfTheConfiguration(String bits) throws IOException {
    String path = printing("requiredrsasize " + bits + "\n");

    assertThatThrownBy(() -> resolve("www", "PATH", path))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("\"requiredrsasize " + bits + "\"");
  }

  /** An ssh of another make; its directory. */
  private String printing(String said) throws IOException {
    Path ssh = Files.createDirectory(directory.resolve("bin")).resolve("ssh");
    Files.writeString(ssh, "#!/bin/sh\nprintf '%s' '" + said + "'\n");
    assertThat(ssh.toFile().setExecutable(true)).isTrue();
    return ssh.getParent().toString();
  }

  @Test
  void aProxyCommandIsRefusedAndNotRun() throws IOException {
    home.append("config", "Host www\n  ProxyCommand nc %h %p\n");

    assertThatThrownBy(() -> resolve("www"))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("ProxyCommand".toLowerCase(java.util.Locale.ROOT));
  }

  private SshHost resolve(String endpoint, String... variables) {
    return SshHost.resolve(
        SshEndpoint.parse(endpoint), home.environment(variables), Messages.SILENT);
  }
}
