package io.vmcaster.uploader.scp;

import io.vmcaster.context.Messages;
import io.vmcaster.testing.Fuzz;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.SshKeys;
import io.vmcaster.uploader.scp.SshEndpoint.SshTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of known hosts, and addresses of servers, damaged at random. */
class ScpFuzzTest {

  @TempDir Path directory;

  @Test
  void knownHosts() throws IOException {
    String key =
        Files.readString(
            Path.of(SshKeys.generate(directory.resolve("key"), "ed25519", "") + ".pub"));
    byte[] blob = Base64.getDecoder().decode(key.split(" ", -1)[1]);
    SshHome home = SshHome.create(directory.resolve("home"));
    home.append("known_hosts", "example.org " + key);
    SshHost host =
        SshHost.resolve(SshEndpoint.parse("user@example.org"), home.environment(), Messages.SILENT);
    new Fuzz(
            "known hosts",
            Fuzz.texts(
                "example.org,[example.org]:2222 " + key,
                "@revoked * " + key + "@cert-authority *.org,!a?.org " + key,
                "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= " + key,
                "# a comment\n\nexample.org ssh-rsa AAAA\n"))
        .run(
            input -> {
              Files.write(home.file("known_hosts"), input);
              KnownHosts known = KnownHosts.read(host, Messages.SILENT);
              known.check(KnownHosts.listedAs(host), blob);
              known.listsAnAuthority();
            });
  }

  @Test
  void targets() throws IOException {
    new Fuzz(
            "addresses of scp",
            Fuzz.texts("user@example.org:/srv/a b", "scp://u@[::1]:22//srv/%20", "host:a/../b"))
        .mayThrow(IllegalArgumentException.class)
        .run(input -> SshTarget.parse(new String(input, StandardCharsets.UTF_8)));
  }
}
