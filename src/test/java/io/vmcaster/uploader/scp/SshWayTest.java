package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.SshAgent;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.SshKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates of users, servers behind others, and what keeps anybody from a server. */
class SshWayTest extends SshLogins {

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
}
