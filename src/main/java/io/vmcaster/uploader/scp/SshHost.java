package io.vmcaster.uploader.scp;

import io.vmcaster.context.Environment;
import io.vmcaster.error.ConfigurationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is needed to log in at a server.
 *
 * @param name as the user wrote it
 * @param address what to connect to
 * @param port where
 * @param user whom to log in as
 * @param keyName the name in the files of known hosts
 * @param knownHosts those files, existing or not
 * @param identities files with private keys, existing or not
 * @param identitiesOnly whether other keys of the agent are left alone
 * @param agent the agent's socket
 * @param jumps the servers to go through, nearest first
 * @param connectTimeout how long to wait for the connection, when configured
 * @param batch whether nobody may be asked
 */
record SshHost(
    String name,
    String address,
    int port,
    String user,
    String keyName,
    List<Path> knownHosts,
    List<Path> identities,
    boolean identitiesOnly,
    Optional<Path> agent,
    List<SshEndpoint> jumps,
    Optional<Duration> connectTimeout,
    boolean batch) {

  private static final List<String> DEFAULT_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");
  private static final int SSH_PORT = 22;

  /**
   * Looks a server up in the ssh configuration.
   *
   * @throws ConfigurationFailure when it asks for what cannot be done here
   */
  static SshHost resolve(SshEndpoint endpoint, Environment environment) {
    String me = System.getProperty("user.name");
    SshConfig config =
        SshConfig.read(environment.home(), endpoint.host(), endpoint.user().orElse(me));
    return new Lookup(endpoint, environment, config, me).resolve();
  }

  /** The server and the user, for messages. */
  String display() {
    return user + "@" + address + (port == SSH_PORT ? "" : " port " + port);
  }

  /** One look-up: the configuration with what its percent signs stand for. */
  private record Lookup(
      SshEndpoint endpoint, Environment environment, SshConfig config, String me) {

    SshHost resolve() {
      refuseProxyCommand();
      String address =
          value("hostname").map(h -> h.replace("%h", endpoint.host())).orElse(endpoint.host());
      int port = endpoint.port().orElseGet(() -> number("port").orElse(SSH_PORT));
      String user = endpoint.user().orElseGet(() -> value("user").orElse(me));
      Expansion expansion = new Expansion(environment, address, endpoint.host(), port, user, me);
      return new SshHost(
          endpoint.host(),
          address,
          port,
          user,
          value("hostkeyalias").orElse(address),
          knownHosts(expansion),
          identities(expansion),
          "yes".equals(config.get("identitiesonly")),
          agent(expansion),
          jumps(),
          number("connecttimeout").map(Duration::ofSeconds),
          "yes".equals(config.get("batchmode")));
    }

    private Optional<String> value(String keyword) {
      return Optional.ofNullable(config.get(keyword));
    }

    private Optional<Integer> number(String keyword) {
      try {
        return value(keyword).map(Integer::valueOf);
      } catch (NumberFormatException e) {
        throw refuse(keyword, config.get(keyword), "it is not a number");
      }
    }

    private List<Path> knownHosts(Expansion expansion) {
      List<Path> files = new ArrayList<>();
      String user = value("userknownhostsfile").orElse("~/.ssh/known_hosts ~/.ssh/known_hosts2");
      String global =
          value("globalknownhostsfile")
              .orElse("/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2");
      for (String file : (user + " " + global).split(" ", -1)) {
        if (!file.isEmpty() && !file.equals("none")) {
          files.add(expansion.path(file));
        }
      }
      return files;
    }

    private List<Path> identities(Expansion expansion) {
      List<Path> files = new ArrayList<>();
      for (String file : config.all("identityfile")) {
        if (!file.equals("none")) {
          files.add(expansion.path(file));
        }
      }
      if (config.all("identityfile").isEmpty()) {
        DEFAULT_KEYS.forEach(k -> files.add(environment.home().resolve(".ssh").resolve(k)));
      }
      return files;
    }

    private Optional<Path> agent(Expansion expansion) {
      String configured = value("identityagent").orElse("SSH_AUTH_SOCK");
      Optional<Path> socket =
          switch (configured) {
            case "none" -> Optional.empty();
            case "SSH_AUTH_SOCK" -> environment.get("SSH_AUTH_SOCK").map(Path::of);
            default -> Optional.of(expansion.path(configured));
          };
      return socket.filter(Files::exists);
    }

    private List<SshEndpoint> jumps() {
      String configured = value("proxyjump").orElse("none");
      List<SshEndpoint> hops = new ArrayList<>();
      if (configured.equals("none")) {
        return hops;
      }
      for (String hop : configured.split(",", -1)) {
        try {
          hops.add(SshEndpoint.parse(hop.strip().replaceFirst("^ssh://", "")));
        } catch (IllegalArgumentException e) {
          throw refuse("proxyjump", configured, e.getMessage());
        }
      }
      return hops;
    }

    private void refuseProxyCommand() {
      String command = value("proxycommand").orElse("none");
      if (!command.equals("none") && config.get("proxyjump") == null) {
        throw refuse("proxycommand", command, "no command is run to reach a server");
      }
    }

    private ConfigurationFailure refuse(String keyword, String value, String why) {
      return new ConfigurationFailure(
          "cannot use \""
              + keyword
              + " "
              + value
              + "\" of the ssh configuration for "
              + endpoint.host()
              + ": "
              + why,
          "correct ~/.ssh/config; ProxyJump reaches servers behind others");
    }
  }

  /** What the percent signs in file names stand for; see TOKENS in ssh_config(5). */
  private record Expansion(
      Environment environment, String address, String name, int port, String user, String me) {

    Path path(String text) {
      String expanded =
          text.replace("%d", environment.home().toString())
              .replace("%h", address)
              .replace("%n", name)
              .replace("%p", Integer.toString(port))
              .replace("%r", user)
              .replace("%u", me)
              .replace("${HOME}", environment.home().toString())
              .replace("%%", "%");
      return environment.resolve(expanded);
    }
  }
}
