package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.Sections;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.SshKeys;
import io.vmcaster.testing.WarningsTo;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of known hosts, with OpenSSH's own client as the judge of each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownHostsTest {

  private OpenSshServer server;
  private String key;
  private String other;
  private String authority;
  private SshHome home;
  private final List<String> warnings = new ArrayList<>();

  @BeforeAll
  void startServer(@TempDir Path directory) throws IOException {
    server = OpenSshServer.start(directory.resolve("server"));
    key = publicKey(server.hostKey());
    other = publicKey(generated(directory.resolve("other")));
    authority = publicKey(generated(directory.resolve("authority")));
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @BeforeEach
  void newHome(@TempDir Path directory) throws IOException {
    home = SshHome.create(directory);
    server.authorize(SshKeys.generate(home.file("id_ed25519"), "ed25519", ""));
    warnings.clear();
  }

  private static String generated(Path file) throws IOException {
    return Files.readString(Path.of(SshKeys.generate(file, "ed25519", "") + ".pub"));
  }

  private static String publicKey(String line) {
    String[] fields = line.strip().split(" ", -1);
    return fields[0] + " " + fields[1];
  }

  /** K is the server's key, O another one, CA an authority's, P the port; {@code ;} ends a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [127.0.0.1]:P K                              | in
          127.0.0.1 K                                  | in
          * K                                          | in
          [127.0.0.*]:P K                              | in
          127.0.?.1 K                                  | in
          [127.0.0.1]:* K                              | in
          elsewhere.example.org,[127.0.0.1]:P K        | in
          *,!elsewhere.example.org K                   | in
          *,![127.0.0.1]:P K                           | in
          !127.0.0.1,* K                               | in
          elsewhere.example.org K                      | not known
          [127.0.0.1]:1 K                              | not known
          [127.0.0.1]:P O                              | is not the one
          [127.0.0.1]:P O;[127.0.0.1]:P K              | in
          [127.0.0.1]:P K;[127.0.0.1]:P O              | in
          @revoked * K;[127.0.0.1]:P K                 | revoked
          [127.0.0.1]:P K;@revoked * K                 | revoked
          @revoked [127.0.0.*]:P K;[127.0.0.1]:P K     | revoked
          @revoked elsewhere.example.org K;* K         | in
          @revoked * O;[127.0.0.1]:P K                 | in
          @cert-authority * CA                         | not known
          @cert-authority * CA;[127.0.0.1]:P K         | in
          @cert-authority * K                          | not known
          # [127.0.0.1]:P O;;[127.0.0.1]:P K           | in
          """)
  void whatIsKnownIsWhatOpensshKnows(String lines, String verdict) throws Exception {
    Files.writeString(home.file("known_hosts"), filled(lines));

    if (verdict.equals("in")) {
      connect();
      assertThat(opensshLetsIn()).isTrue();
    } else {
      assertThatThrownBy(this::connect)
          .isInstanceOf(TrustFailure.class)
          .hasMessageContaining(verdict);
      assertThat(opensshLetsIn()).isFalse();
    }
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'[127.0.0.1]:P ssh-rsa AAAA!!!!broken'",
    "'old.example.org ssh-ed25519'",
    "'old.example.org'",
    "'|1|nonsense K'",
    "'@unknown * K'",
    "'old.example.org ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIFQiolaPfzJL'"
  })
  void aDamagedLineIsAWarningAndTheOthersCount(String damaged) throws Exception {
    Files.writeString(
        home.file("known_hosts"), filled("# a comment;" + damaged + ";[127.0.0.1]:P K"));

    connect();

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("line 2 of " + home.file("known_hosts"));
    assertThat(opensshLetsIn()).isTrue();
  }

  @Test
  void hashedNamesAreKnown() throws Exception {
    Files.writeString(home.file("known_hosts"), filled("[127.0.0.1]:P K;127.0.0.1 O"));
    SshKeys.run("ssh-keygen", "-q", "-H", "-f", home.file("known_hosts").toString());
    connect();
    assertThat(opensshLetsIn()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1             | +1d        | @cert-authority [127.0.0.1]:P CA | in
          127.0.0.1             | +1d        | @cert-authority 127.0.0.1 CA     | in
          127.0.0.1             | +1d        | @cert-authority * CA             | in
          127.0.0.1             | +1d        | @cert-authority * O              | certificate
          127.0.0.1             | +1d        | @cert-authority elsewhere CA     | not known
          127.0.0.1             | -2d:-1d    | @cert-authority * CA             | not valid
          127.0.0.1             | +1d:+2d    | @cert-authority * CA             | not valid
          elsewhere.example.org | +1d        | @cert-authority * CA             | principal
          127.0.0.1             | +1d        | @cert-authority * CA;@revoked * CA | revoke
          """)
  void whatIsWrongWithACertificateIsSaid(
      String name, String validity, String lines, String verdict, @TempDir Path directory)
      throws Exception {
    Path hostKey = SshKeys.generate(directory.resolve("certified"), "ed25519", "");
    Path signer = SshKeys.generate(directory.resolve("signer"), "ed25519", "");
    SshKeys.run(
        "ssh-keygen",
        "-q",
        "-s",
        signer.toString(),
        "-I",
        "id",
        "-h",
        "-n",
        name,
        "-V",
        validity,
        hostKey + ".pub");
    String ca = publicKey(Files.readString(Path.of(signer + ".pub")));
    try (OpenSshServer certified =
        OpenSshServer.start(
            directory.resolve("server"),
            "HostKey " + hostKey,
            "HostCertificate " + hostKey + "-cert.pub",
            "Subsystem sftp internal-sftp")) {
      certified.authorize(home.file("id_ed25519"));
      Files.writeString(home.file("known_hosts"), filled(lines, certified.port(), ca));
      if (verdict.equals("in")) {
        connect(certified);
        assertThat(opensshLetsIn(certified)).isTrue();
      } else {
        assertThatThrownBy(() -> connect(certified))
            .isInstanceOf(TrustFailure.class)
            .hasMessageContaining(verdict);
        assertThat(opensshLetsIn(certified)).isFalse();
      }
    }
  }

  private String filled(String lines) {
    return filled(lines, server.port(), authority);
  }

  private String filled(String lines, int port, String ca) {
    return lines
            .replaceAll(":P\\b", ":" + port)
            .replaceAll(" *; *", "\n")
            .replaceAll(" (K|O|CA)(?=\n|$)", " <$1>")
            .replace("<K>", key)
            .replace("<O>", other)
            .replace("<CA>", ca)
            .strip()
        + "\n";
  }

  private void connect() {
    connect(server);
  }

  private void connect(OpenSshServer to) {
    Messages messages = new WarningsTo(warnings);
    ScpProtocol protocol = new ScpProtocol(home.environment(), Passphrases.NONE, messages);
    String target = "scp://" + to.user() + "@127.0.0.1:" + to.port() + "/" + home.path();
    try (Uploader uploader =
        protocol.connect(protocol.locate(target), Sections.of("scp", Duration.ofSeconds(60)))) {
      assertThat(uploader.stat(home.path().toString())).isPresent();
    }
  }

  private boolean opensshLetsIn() throws Exception {
    return opensshLetsIn(server);
  }

  private boolean opensshLetsIn(OpenSshServer to) throws Exception {
    Process ssh =
        new ProcessBuilder(
                "ssh",
                "-F",
                "none",
                "-o",
                "UserKnownHostsFile=" + home.file("known_hosts"),
                "-o",
                "GlobalKnownHostsFile=none",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "BatchMode=yes",
                "-o",
                "UpdateHostKeys=no",
                "-i",
                home.file("id_ed25519").toString(),
                "-p",
                "" + to.port(),
                to.user() + "@127.0.0.1",
                "true")
            .redirectErrorStream(true)
            .start();
    ssh.getInputStream().readAllBytes();
    return ssh.waitFor() == 0;
  }
}
