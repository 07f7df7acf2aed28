package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.context.Passphrases;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.testing.SshKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What else ssh_config(5) has that decides whether somebody gets in; OpenSSH is the judge. */
class SshKeywordsTest extends SshLogins {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PreferredAuthentications publickey |",
        "PreferredAuthentications password,publickey |",
        "PreferredAuthentications password | takes publickey, and the ssh configuration allows"
            + " password",
        "PreferredAuthentications gssapi-with-mic | cannot use \"preferredauthentications gssapi",
        "PubkeyAuthentication yes |",
        "PubkeyAuthentication unbound |",
        "PubkeyAuthentication no | takes publickey, and the ssh configuration allows keyboard",
        "PasswordAuthentication no |",
        "KbdInteractiveAuthentication no |",
        "AddressFamily inet |",
        "AddressFamily inet6 | no address of the AddressFamily inet6",
        "BindAddress 127.0.0.1 |",
        "BindAddress 127.3.2.1 |",
        "BindAddress 192.0.2.1 | from 192.0.2.1, as the ssh configuration says",
        "BindInterface lo |",
        "BindInterface absent0 | BindInterface absent0, as the ssh configuration says",
        "RevokedHostKeys %d/other.pub |",
        "RevokedHostKeys %d/host.pub | revoked in the known hosts or by RevokedHostKeys",
        "RevokedHostKeys %d/absent | cannot read the revoked hosts in",
        "RevokedHostKeys %d/krl | binary format",
        "RequiredRSASize 2048 |",
        "HostKeyAlgorithms rsa-sha2-512; RequiredRSASize 4096 | an RSA key of 2048 bits, and"
            + " RequiredRSASize",
      })
  void aKeywordIsObeyed(String lines, String refusal) throws IOException {
    known();
    home.append("known_hosts", "[127.0.0.1]:" + server.port() + " " + server.rsaHostKey() + "\n");
    key("id_ed25519", "ed25519", "");
    SshKeys.generate(home.file("other"), "ed25519", "");
    Files.writeString(home.file("host.pub"), "# the old one\n" + server.hostKey() + " of www\n");
    SshKeys.run("ssh-keygen", "-q", "-kf", "" + home.file("krl"), "" + home.file("host.pub"));
    home.append("config", lines.replace("%d", "" + home.file("")).replace("; ", "\n") + "\n");

    Failure failure = failure();

    assertThat(failure == null ? "" : failure.getMessage())
        .contains(refusal == null ? "" : refusal);
    assertThat(failure == null).as("to OpenSSH").isEqualTo(refusal == null).isEqualTo(opens());
  }

  @ParameterizedTest
  @CsvSource({
    "StrictHostKeyChecking no, stricthostkeychecking false",
    "StrictHostKeyChecking accept-new, stricthostkeychecking accept-new",
    "NoHostAuthenticationForLocalhost yes, nohostauthenticationforlocalhost yes",
    "VerifyHostKeyDNS yes, verifyhostkeydns true",
    "KnownHostsCommand /bin/true, knownhostscommand /bin/true",
    "StrictHostKeyChecking ask,",
  })
  void whatIsNotObeyedIsSaidWhenAHostIsUnknown(String line, String said) throws IOException {
    key("id_ed25519", "ed25519", "");
    home.append("config", line + "\n");

    String advice = failure().advice().orElseThrow();

    assertThat(advice.contains("does not obey: " + said + ".")).isEqualTo(said != null);
  }

  @Test
  void whatIsNotObeyedIsSaidWhenNoKeyIsGoodEnough() throws IOException {
    known();
    home.append("config", "PKCS11Provider /usr/lib/token.so\nHostbasedAuthentication yes\n");

    Failure failure = failure();

    assertThat(failure.status()).isEqualTo(ExitStatus.TRUST);
    assertThat(failure.advice().orElseThrow())
        .contains("does not obey: hostbasedauthentication yes, pkcs11provider /usr/lib/token.so.");
  }

  @Test
  void aSmallKeyIsNotUsed() throws IOException {
    known();
    key("id_rsa", "rsa", "");
    assertThat(failure()).isNull();
    home.append("config", "RequiredRSASize 3072\n");

    assertThat(failure()).hasMessageContaining("accepts none of the keys (no key was found)");
  }

  private Failure failure() {
    return catchThrowableOfType(Failure.class, () -> assertLoggedIn(target(), Passphrases.NONE));
  }

  private boolean opens() throws IOException {
    List<String> command =
        List.of(
            "ssh",
            "-F" + home.file("config"),
            "-oBatchMode=yes",
            "-oIdentityFile=" + home.file("id_ed25519"),
            "-oUserKnownHostsFile=" + home.file("known_hosts"),
            "-p" + server.port(),
            server.user() + "@127.0.0.1",
            "true");
    try {
      SshKeys.run(command.toArray(String[]::new));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
