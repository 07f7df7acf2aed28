package io.vmcaster.testing;

import io.vmcaster.context.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A home directory of somebody who uses ssh: keys, known hosts, configuration.
 *
 * @param path the directory
 */
public record SshHome(Path path) {

  /** An empty one. */
  public static SshHome create(Path path) throws IOException {
    Files.createDirectories(path.resolve(".ssh"));
    return new SshHome(path);
  }

  /** One whose owner knows a server and is let in. */
  public static SshHome welcomeAt(OpenSshServer server, Path path) throws IOException {
    SshHome home = create(path);
    server.authorize(SshKeys.generate(home.file("id_ed25519"), "ed25519", ""));
    home.append("known_hosts", server.knownHostsLine());
    return home;
  }

  /** A file in {@code .ssh}. */
  public Path file(String name) {
    return path.resolve(".ssh").resolve(name);
  }

  /** Adds text to a file in {@code .ssh}. */
  public void append(String name, String text) throws IOException {
    Path file = file(name);
    String before = Files.exists(file) ? Files.readString(file) : "";
    Files.writeString(file, before + text);
  }

  /** The environment of a run in this home; more variables by name and value. */
  public Environment environment(String... variables) {
    Map<String, String> all = new HashMap<>();
    all.put("HOME", path.toString());
    all.put("USER", System.getProperty("user.name"));
    for (int i = 0; i < variables.length; i += 2) {
      all.put(variables[i], variables[i + 1]);
    }
    return new Environment(all, path);
  }
}
