package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.scp.SshEndpoint.SshTarget;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshTargetTest {

  @ParameterizedTest
  @CsvSource({
    "me@host:/srv/list, me@host, /srv/list",
    "host:list, host, list",
    "host:a/b c, host, a/b c",
    "host:~/list, host, list",
    "host:/a:b, host, /a:b",
    "host:/a%20b, host, /a%20b",
    "host:it's \"it\", host, it's \"it\"",
    "Host.Example.ORG:/x, host.example.org, /x",
    "me@site@host:/x, me@site@host, /x",
    "[::1]:/x, [::1], /x",
    "me@[fe80::1%eth0]:x, me@[fe80::1%eth0], x",
    "[host]:/x, host, /x",
    "[::1]:a]:b, [::1], a]:b",
    "host:/a]:b, host, /a]:b",
    "scp://host//srv/list, host, /srv/list",
    "scp://host/list, host, list",
    "scp://me@host:2222//srv/a%20b, me@host:2222, /srv/a b",
    "scp://me@[::1]:2222/a, me@[::1]:2222, a",
    "scp://host/~/a, host, a",
    "scp://me%40site@host/a, me@site@host, a",
    "host:~unusual, host, ~unusual",
  })
  void targetsAreReadAsOpensshReadsThem(String target, String endpoint, String path) {
    Location location = SshTarget.parse(target);

    assertThat(location).isEqualTo(new Location(endpoint, path));
    assertThat(SshEndpoint.parse(endpoint)).hasToString(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/srv/list",
        "list",
        "./a:b",
        ":/srv/list",
        "host:",
        "host:/srv/",
        "@host:/x",
        "-oProxyCommand=x:/x",
        "-l@host:/x",
        "::1:/x",
        "[::1:/x",
        "host:~other/list",
        "host:a\nb",
        "scp://host",
        "scp://host/",
        "scp://host:port/x",
        "scp://host:0/x",
        "scp://host:70000/x",
        "scp:///x",
        "scp://host/a%0ab",
        "scp://host/a%4"
      })
  void anythingElseIsRefused(String target) {
    assertThatThrownBy(() -> SshTarget.parse(target)).isInstanceOf(ConfigurationFailure.class);
  }

  /** The configuration has decoded the address: what is left are names. */
  @ParameterizedTest
  @ValueSource(strings = {"scp://host/", "sftp://host/", "host:"})
  void aPercentSignOfTheConfigurationMeansItself(String prefix) {
    ScpProtocol protocol =
        new ScpProtocol(new Environment(Map.of(), Path.of("/")), Passphrases.NONE, Messages.SILENT);

    assertThat(protocol.locate(prefix + "/srv/100%.img").path()).isEqualTo("/srv/100%.img");
    assertThat(protocol.locate(prefix + "/srv/a%41://b").path()).isEqualTo("/srv/a%41://b");
  }
}
