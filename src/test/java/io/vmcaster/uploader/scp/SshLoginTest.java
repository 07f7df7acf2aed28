package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.context.RemoteFile;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.error.Failure;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.error.TrustFailure;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.Sections;
import io.vmcaster.testing.SshAgent;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.SshKeys;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and which servers are believed: all of it against a real OpenSSH server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshLoginTest {

  private OpenSshServer server;
  private SshHome home;
  private final List<String> asked = new ArrayList<>();

  @BeforeAll
  void startServer(@TempDir Path directory) throws IOException {
    server = OpenSshServer.start(directory.resolve("server"));
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @BeforeEach
  void newHome(@TempDir Path directory) throws IOException {
    home = SshHome.create(directory);
    asked.clear();
  }

  @Test
  void anUnknownHostIsRefusedWithItsFingerprint() throws IOException {
    key("id_ed25519", "ed25519", "");

    TrustFailure failure = refused(Passphrases.NONE);

    String fingerprint = SshKeys.run("ssh-keygen", "-lf", hostKeyFile()).split(" ", -1)[1];
    assertThat(failure).hasMessageContaining("is not known").hasMessageContaining(fingerprint);
    assertThat(failure.advice().orElseThrow())
        .contains("ssh-keyscan -p " + server.port())
        .contains("fingerprint");
    assertThat(home.file("known_hosts")).doesNotExist();
  }

  @Test
  void aChangedHostKeyIsRefused() throws IOException {
    key("id_ed25519", "ed25519", "");
    Path other = SshKeys.generate(home.file("other"), "ed25519", "");
    String line = "[127.0.0.1]:" + server.port() + " " + Files.readString(Path.of(other + ".pub"));
    home.append("known_hosts", line);

    TrustFailure failure = refused(Passphrases.NONE);

    assertThat(failure)
        .hasMessageContaining("is not the one in " + home.file("known_hosts"))
        .hasMessageContaining("SHA256:");
    assertThat(failure.advice().orElseThrow()).contains("ssh-keygen").contains("-R");
    assertThat(home.file("known_hosts")).hasContent(line);
  }

  @Test
  void aRevokedHostKeyIsRefused() throws IOException {
    key("id_ed25519", "ed25519", "");
    home.append("known_hosts", "@revoked " + server.knownHostsLine());

    assertThat(refused(Passphrases.NONE)).hasMessageContaining("revoked");
  }

  @Test
  void aHashedEntryIsKnown() throws IOException {
    key("id_ed25519", "ed25519", "");
    home.append("known_hosts", server.knownHostsLine());
    SshKeys.run("ssh-keygen", "-q", "-H", "-f", home.file("known_hosts").toString());
    assertThat(Files.readString(home.file("known_hosts"))).startsWith("|1|");

    assertLoggedIn(target(), Passphrases.NONE);
  }

  @Test
  void anotherFileOfKnownHostsCanBeNamed() throws IOException {
    key("id_ed25519", "ed25519", "");
    home.append("hosts", server.knownHostsLine());
    home.append("config", "UserKnownHostsFile ~/.ssh/absent ~/.ssh/hosts\n");

    assertLoggedIn(target(), Passphrases.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void eachDefaultKeyIsFound(String type) throws IOException {
    known();
    key("id_" + type, type, "");

    assertLoggedIn(target(), Passphrases.NONE);
  }

  @ParameterizedTest
  @CsvSource({"ed25519,", "rsa,", "rsa,PEM", "ecdsa,PKCS8"})
  void anEncryptedKeyIsOpenedWithItsPassphrase(String type, String format) throws IOException {
    known();
    String[] options = format == null ? new String[0] : new String[] {"-m", format};
    key("id_" + type, type, "correct horse", options);

    assertLoggedIn(target(), answering("correct horse"));

    assertThat(asked).containsExactly("ssh key " + home.file("id_" + type));
  }

  @Test
  void aWrongPassphraseIsSaid() throws IOException {
    known();
    key("id_ed25519", "ed25519", "correct horse");

    TrustFailure failure = refused(answering("battery staple"));

    assertThat(failure)
        .hasMessageContaining(home.file("id_ed25519").toString())
        .hasMessageContaining("passphrase is wrong");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aKeyThatTheServerDoesNotKnowIsNotOpened() throws IOException {
    known();
    SshKeys.generate(home.file("id_ecdsa"), "ecdsa", "secret");
    key("id_rsa", "rsa", "");

    assertLoggedIn(target(), answering("wrong"));

    assertThat(asked).isEmpty();
  }

  @Test
  void whenNobodyCanBeAskedAnotherKeyIsTried() throws IOException {
    known();
    key("id_ed25519", "ed25519", "secret");
    key("id_rsa", "rsa", "");

    assertLoggedIn(target(), Passphrases.NONE);
  }

  @Test
  void aKeyThatIsNotAuthorizedIsRefused() throws IOException {
    known();
    SshKeys.generate(home.file("id_ed25519"), "ed25519", "");

    TrustFailure failure = refused(Passphrases.NONE);

    assertThat(failure)
        .hasMessageContaining("accepts none of the keys")
        .hasMessageContaining(home.file("id_ed25519").toString());
    assertThat(failure.advice().orElseThrow()).contains("authorized_keys");
  }

  @Test
  void tooManyKeysAreTooMany(@TempDir Path directory) throws IOException {
    known();
    try (SshAgent agent = SshAgent.start(directory.resolve("agent"))) {
      for (int i = 0; i < 8; i++) {
        agent.add(SshKeys.generate(directory.resolve("key" + i), "ed25519", ""));
      }

      TrustFailure failure = refused(Passphrases.NONE, "SSH_AUTH_SOCK", agent.socket());

      assertThat(failure).hasMessageContaining("agent key");
      assertThat(failure.advice().orElseThrow()).contains("IdentityFile");
    }
  }

  @Test
  void withoutAnyKeyThatIsSaid() throws IOException {
    known();

    assertThat(refused(Passphrases.NONE)).hasMessageContaining("no key was found");
  }

  @Test
  void theAgentSigns(@TempDir Path directory) throws IOException {
    known();
    Path key = SshKeys.generate(directory.resolve("key"), "ed25519", "");
    server.authorize(key);
    try (SshAgent agent = SshAgent.start(directory.resolve("agent"))) {
      agent.add(key);
      Files.delete(key);

      assertLoggedIn(target(), Passphrases.NONE, "SSH_AUTH_SOCK", agent.socket());
    }
  }

  @Test
  void theAgentOpensAnEncryptedKeyOfTheFiles(@TempDir Path directory) throws IOException {
    known();
    key("id_ed25519", "ed25519", "");
    home.append("config", "IdentitiesOnly yes\n");
    try (SshAgent agent = SshAgent.start(directory.resolve("agent"))) {
      agent.add(home.file("id_ed25519"));
      agent.add(SshKeys.generate(directory.resolve("other"), "ed25519", ""));
      SshKeys.run(
          "ssh-keygen",
          "-q",
          "-p",
          "-P",
          "",
          "-N",
          "secret",
          "-f",
          home.file("id_ed25519").toString());

      assertLoggedIn(target(), answering("never needed"), "SSH_AUTH_SOCK", agent.socket());
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void aPublicKeyNamesAKeyOfTheAgent(@TempDir Path directory) throws IOException {
    known();
    key("publish", "ed25519", "");
    home.append("config", "IdentitiesOnly yes\nIdentityFile ~/.ssh/publish.pub\n");
    try (SshAgent agent = SshAgent.start(directory.resolve("agent"))) {
      agent.add(home.file("publish"));
      Files.delete(home.file("publish"));

      assertLoggedIn(target(), Passphrases.NONE, "SSH_AUTH_SOCK", agent.socket());
    }
  }

  @Test
  void aServerKnownByItsOtherKeyIsAskedForThat() throws IOException {
    key("id_ed25519", "ed25519", "");
    home.append("known_hosts", "[127.0.0.1]:" + server.port() + " " + server.rsaHostKey() + "\n");

    assertLoggedIn(target(), Passphrases.NONE);
  }

  @Test
  void anAgentThatIsGoneDoesNotMatter() throws IOException {
    known();
    key("id_ed25519", "ed25519", "");

    assertLoggedIn(target(), Passphrases.NONE, "SSH_AUTH_SOCK", "/absent/agent");
  }

  @Test
  void anAliasLeadsToServerUserAndKey() throws IOException {
    Path key = SshKeys.generate(home.file("publish"), "ed25519", "");
    server.authorize(key);
    home.append("hosts", server.knownHostsLine());
    home.append(
        "config",
        String.join(
            "\n",
            "Host www",
            "HostName 127.0.0.1",
            "Port " + server.port(),
            "User " + server.user(),
            "IdentityFile ~/.ssh/publish",
            "UserKnownHostsFile ~/.ssh/hosts",
            "IdentitiesOnly yes"));

    assertLoggedIn("www:" + home.path(), Passphrases.NONE);
  }

  @Test
  void aHostKeyAliasIsLookedUp() throws IOException {
    key("id_ed25519", "ed25519", "");
    home.append("known_hosts", "www.example.org " + server.hostKey() + "\n");
    home.append("config", "HostKeyAlias www.example.org\n");

    assertLoggedIn(target(), Passphrases.NONE);
  }

  @Test
  void aServerBehindAnotherIsReached(@TempDir Path directory) throws IOException {
    known();
    key("id_ed25519", "ed25519", "");
    try (OpenSshServer gate = OpenSshServer.start(directory.resolve("gate"))) {
      gate.authorize(home.file("id_ed25519"));
      home.append("known_hosts", gate.knownHostsLine());
      home.append(
          "config",
          "Host 127.0.0.1\n  ProxyJump gate\nHost gate\n  HostName localhost\n  Port "
              + gate.port()
              + "\n  HostKeyAlias [127.0.0.1]:"
              + gate.port()
              + "\n");

      assertLoggedIn(target(), Passphrases.NONE);

      assertThat(gate.log()).contains("Accepted publickey for " + gate.user());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519,,beside",
    "rsa,,beside",
    "ecdsa,,beside",
    "rsa,secret,beside",
    "ed25519,secret,named",
    "rsa,,named",
    "ed25519,,agent",
    "rsa,,agent",
    "ed25519,,public",
  })
  void aCertificateLogsIn(String type, String passphrase, String how, @TempDir Path directory)
      throws IOException {
    Path authority = SshKeys.generate(directory.resolve("authority"), "ed25519", "");
    try (OpenSshServer sshd =
            OpenSshServer.start(
                directory.resolve("sshd"), "TrustedUserCAKeys " + authority + ".pub");
        SshAgent agent = SshAgent.start(directory.resolve("agent"))) {
      home.append("known_hosts", sshd.knownHostsLine());
      Path key = SshKeys.generate(home.file("id_" + type), type, "");
      SshKeys.run(
          "ssh-keygen", "-q", "-s", "" + authority, "-I", "me", "-n", sshd.user(), key + ".pub");
      if (how.equals("agent") || how.equals("public")) {
        // the key alone is in the agent: its certificate comes from the file
        Files.move(Path.of(key + "-cert.pub"), directory.resolve("cert"));
        agent.add(key);
        Files.move(directory.resolve("cert"), Path.of(key + "-cert.pub"));
        Files.delete(key);
        home.append(
            "config",
            "IdentityFile " + key + (how.equals("public") ? ".pub\nIdentitiesOnly yes\n" : "\n"));
      }
      if (!how.equals("beside")) {
        Files.move(Path.of(key + "-cert.pub"), home.file("of me-cert.pub"));
        home.append("config", "CertificateFile \"~/.ssh/of me-cert.pub\"\n");
      }
      if (passphrase != null) {
        SshKeys.run("ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase, "-f", key.toString());
      }

      assertLoggedIn(
          "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "/" + home.path(),
          answering("secret"),
          "SSH_AUTH_SOCK",
          how.equals("agent") || how.equals("public") ? agent.socket() : "");
    }
    assertThat(asked).hasSize(passphrase == null ? 0 : 1);
  }

  @Test
  void aCertificateThatHasEndedIsPointedAt(@TempDir Path directory) throws IOException {
    known();
    Path authority = SshKeys.generate(directory.resolve("authority"), "ed25519", "");
    Path key = SshKeys.generate(home.file("id_ed25519"), "ed25519", "");
    SshKeys.run(
        "ssh-keygen", "-q", "-s", "" + authority, "-I", "me", "-V", "-2d:-1d", key + ".pub");

    TrustFailure failure = refused(Passphrases.NONE);

    assertThat(failure).hasMessageContaining(key + "-cert.pub");
    assertThat(failure.advice().orElseThrow())
        .contains("ssh-keygen -L -f " + key + "-cert.pub", "until when");
  }

  @ParameterizedTest
  @CsvSource({
    "aes128-ctr",
    "aes256-gcm@openssh.com",
    "chacha20-poly1305@openssh.com",
  })
  void aServerWithOneCipherIsReached(String cipher, @TempDir Path directory) throws IOException {
    try (OpenSshServer sshd =
        OpenSshServer.start(
            directory.resolve("sshd"), "Ciphers " + cipher, "Subsystem sftp internal-sftp")) {
      SshHome welcome = SshHome.welcomeAt(sshd, directory.resolve("home"));
      home = welcome;

      assertLoggedIn(
          "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "/" + home.path(),
          Passphrases.NONE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GSSAPIAuthentication yes, only gssapi",
    "KbdInteractiveAuthentication yes, only keyboard-interactive",
  })
  void aServerThatTakesNoKeysIsSaid(String line, String words, @TempDir Path directory)
      throws IOException {
    try (OpenSshServer sshd =
        OpenSshServer.startFirst(
            directory.resolve("sshd"), "PubkeyAuthentication no", "UsePAM yes", line)) {
      home = SshHome.welcomeAt(sshd, directory.resolve("home"));

      TrustFailure failure =
          catchThrowableOfType(
              TrustFailure.class,
              () ->
                  connect(
                      "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "//x",
                      Passphrases.NONE));

      assertThat(failure).hasMessageContaining("takes no keys, " + words);
    }
  }

  @Test
  void aGateMayItselfBeBehindAnother(@TempDir Path directory) throws IOException {
    known();
    key("id_ed25519", "ed25519", "");
    try (OpenSshServer outer = OpenSshServer.start(directory.resolve("outer"));
        OpenSshServer inner = OpenSshServer.start(directory.resolve("inner"))) {
      for (OpenSshServer gate : List.of(outer, inner)) {
        gate.authorize(home.file("id_ed25519"));
        home.append("known_hosts", gate.knownHostsLine());
      }
      home.append(
          "config",
          "Host outer inner\n  HostName 127.0.0.1\nHost outer\n  Port "
              + outer.port()
              + "\nHost inner\n  ProxyJump outer\n  Port "
              + inner.port()
              + "\nHost 127.0.0.1\n  ProxyJump inner\n");

      assertLoggedIn(target(), Passphrases.NONE);

      assertThat(outer.log()).contains("Accepted publickey for " + outer.user());
      assertThat(inner.log()).contains("Accepted publickey for " + inner.user());
    }
  }

  @Test
  void gatesInACircleAreSaid() throws IOException {
    known();
    home.append("config", "Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n");

    assertThat(
            catchThrowableOfType(
                ConfigurationFailure.class, () -> connect("a:/x", Passphrases.NONE)))
        .hasMessageContaining("circle");
  }

  @ParameterizedTest
  @CsvSource({
    "Ciphers aes256-ctr",
    "Ciphers chacha20-poly1305@openssh.com",
    "KexAlgorithms curve25519-sha256",
    "MACs -*-etm@openssh.com",
    "HostKeyAlgorithms ^ssh-ed25519",
    "PubkeyAcceptedAlgorithms +ssh-rsa",
  })
  void algorithmsMayBeChosen(String line) throws IOException {
    known();
    key("id_ed25519", "ed25519", "");
    home.append("config", line + "\n");

    assertLoggedIn(target(), Passphrases.NONE);
  }

  @Test
  void anUnknownGateIsRefusedToo(@TempDir Path directory) throws IOException {
    known();
    key("id_ed25519", "ed25519", "");
    try (OpenSshServer gate = OpenSshServer.start(directory.resolve("gate"))) {
      home.append("config", "Host 127.0.0.1\n  ProxyJump localhost:" + gate.port() + "\n");

      assertThat(refused(Passphrases.NONE))
          .hasMessageContaining("localhost port " + gate.port())
          .hasMessageContaining("is not known");
    }
  }

  @Test
  void nobodyListeningIsTemporary() {
    Failure failure =
        catchThrowableOfType(
            TemporaryFailure.class, () -> connect("scp://127.0.0.1:1//x", Passphrases.NONE));

    assertThat(failure).hasMessageContaining("127.0.0.1 port 1").hasMessageContaining("refused");
  }

  @Test
  void aNameWithoutAddressIsTemporary() {
    Failure failure =
        catchThrowableOfType(
            TemporaryFailure.class, () -> connect("absent.invalid:/x", Passphrases.NONE));

    assertThat(failure).hasMessageContaining("absent.invalid has no address");
  }

  private void known() throws IOException {
    home.append("known_hosts", server.knownHostsLine());
  }

  private void key(String name, String type, String passphrase, String... options)
      throws IOException {
    server.authorize(SshKeys.generate(home.file(name), type, passphrase, options));
  }

  private String hostKeyFile() throws IOException {
    Path file = home.path().resolve("host_key.pub");
    Files.writeString(file, server.hostKey());
    return file.toString();
  }

  private String target() {
    return "scp://" + server.user() + "@127.0.0.1:" + server.port() + "/" + home.path();
  }

  private Passphrases answering(String passphrase) {
    return what -> {
      asked.add(what);
      return Optional.of(passphrase.toCharArray());
    };
  }

  private TrustFailure refused(Passphrases passphrases, String... variables) {
    return catchThrowableOfType(
        TrustFailure.class, () -> connect(target(), passphrases, variables));
  }

  private void assertLoggedIn(String target, Passphrases passphrases, String... variables) {
    try (Uploader uploader = connect(target, passphrases, variables)) {
      assertThat(uploader.stat(home.path().toString()).map(RemoteFile::directory)).contains(true);
    }
  }

  private Uploader connect(String target, Passphrases passphrases, String... variables) {
    ScpProtocol protocol =
        new ScpProtocol(home.environment(variables), passphrases, Messages.SILENT);
    return protocol.connect(protocol.locate(target), Sections.of("scp", Duration.ofSeconds(20)));
  }
}
