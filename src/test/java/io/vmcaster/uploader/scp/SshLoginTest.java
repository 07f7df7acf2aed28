package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.SshAgent;
import io.vmcaster.testing.SshKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys let in, and which servers are believed. */
class SshLoginTest extends SshLogins {

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
  void aServerWithOneOfItsKeysRevokedIsAskedForTheOther() throws IOException {
    key("id_ed25519", "ed25519", "");
    home.append("known_hosts", "@revoked * " + server.hostKey() + "\n");
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
}
