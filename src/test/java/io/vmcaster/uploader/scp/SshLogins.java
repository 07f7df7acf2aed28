package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.Sections;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.SshKeys;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.RemoteFile;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who logs in at a real OpenSSH server, from a home of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SshLogins {

  OpenSshServer server;
  SshHome home;
  final List<String> asked = new ArrayList<>();

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

  void known() throws IOException {
    home.append("known_hosts", server.knownHostsLine());
  }

  void key(String name, String type, String passphrase, String... options) throws IOException {
    server.authorize(SshKeys.generate(home.file(name), type, passphrase, options));
  }

  String hostKeyFile() throws IOException {
    Path file = home.path().resolve("host_key.pub");
    Files.writeString(file, server.hostKey());
    return file.toString();
  }

  String target() {
    return "scp://" + server.user() + "@127.0.0.1:" + server.port() + "/" + home.path();
  }

  Passphrases answering(String passphrase) {
    return what -> {
      asked.add(what);
      return Optional.of(passphrase.toCharArray());
    };
  }

  TrustFailure refused(Passphrases passphrases, String... variables) {
    return catchThrowableOfType(
        TrustFailure.class, () -> connect(target(), passphrases, variables));
  }

  void assertLoggedIn(String target, Passphrases passphrases, String... variables) {
    try (Uploader uploader = connect(target, passphrases, variables)) {
      assertThat(uploader.stat(home.path().toString()).map(RemoteFile::directory)).contains(true);
    }
  }

  Uploader connect(String target, Passphrases passphrases, String... variables) {
    ScpProtocol protocol =
        new ScpProtocol(home.environment(variables), passphrases, Messages.SILENT);
    return protocol.connect(protocol.locate(target), Sections.of("scp", Duration.ofSeconds(20)));
  }
}
