package io.vmcaster.config;

import io.vmcaster.context.Messages;
import io.vmcaster.testing.Fuzz;
import io.vmcaster.uploader.Protocols;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations, and addresses of foreign lists that are held against them. */
class ConfigFuzzTest {

  @TempDir Path directory;

  @Test
  void configurations() throws IOException {
    List<byte[]> seeds = Fuzz.files(List.of(Path.of("vmcaster.cfg.example")));
    byte[] old =
        """
        [DEFAULT]
        base = /srv/%(kind)s ; where
        kind = %(base)s
        rem nothing
        [web]
        server: "web.example.org"
        protocol: "local"
        uriMatch = "https://(?P<host>[^/]+)/(.*)"
        uriReplace = "%(base)s/\\\\g<host>/\\\\2"
        consumers = ["hepix",

          "atrope"]
        """
            .getBytes(StandardCharsets.UTF_8);
    new Fuzz("configurations", List.of(seeds.get(0), old, old))
        .run(
            input -> {
              Path file = Files.write(directory.resolve("cfg"), input);
              Configuration read = Configuration.read(file, Protocols.keys(), Messages.SILENT);
              read.route("https://web.example.org/a/b");
              read.faults();
            });
  }

  @Test
  void addresses() throws IOException {
    Configuration example =
        Configuration.read(Path.of("vmcaster.cfg.example"), Protocols.keys(), Messages.SILENT);
    new Fuzz(
            "addresses to write to",
            Fuzz.texts(
                "https://images.example.org/a%20b/c.qcow2",
                "https://user@dcache.example.org:2880/a/b", "http://[::1]:80/a?b#c"))
        .run(input -> example.route(new String(input, StandardCharsets.UTF_8)));
  }
}
