package io.vmcaster.uploader.scp;

import com.jcraft.jsch.JSch;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param certificates files with certificates of keys, beside those that lie by the keys
 * @param identitiesOnly whether other keys of the agent are left alone
 * @param agent the agent's socket
 * @param jumps the servers to go through, nearest first
 * @param connectTimeout how long to wait for the connection, when configured
 * @param batch whether nobody may be asked
 * @param methods how to prove who the user is, the first one first, by the names of the protocol
 * @param line what the connection is made of
 * @param revoked files with public keys that no server may have
 * @param smallestRsa how many bits an RSA key must have
 * @param algorithms the lists that the user chose, by JSch's keys; what JSch knows of them
 * @param ignored what the configuration says beyond this, and might have let the user in
 */
record SshHost(
    String name,
    String address,
    int port,
    String user,
    String keyName,
    List<Path> knownHosts,
    List<Path> identities,
    List<Path> certificates,
    boolean identitiesOnly,
    Optional<Path> agent,
    List<SshEndpoint> jumps,
    Optional<Duration> connectTimeout,
    boolean batch,
    List<String> methods,
    SshLine line,
    List<Path> revoked,
    int smallestRsa,
    Map<String, String> algorithms,
    List<String> ignored) {

  /** The ways to log in that this program has, in the order of ssh. */
  static final List<String> METHODS = List.of("publickey", "keyboard-interactive", "password");

  /** Keywords of ssh that end a way to log in, and the values that do. */
  private static final Map<String, String> ENDING =
      Map.of(
          "pubkeyauthentication", "publickey: no false",
          "kbdinteractiveauthentication", "keyboard-interactive: no",
          "passwordauthentication", "password: no",
          "numberofpasswordprompts", "keyboard-interactive password: 0");

  /** Keywords of ssh that are not obeyed, and the values that change nothing. */
  private static final Map<String, String> IGNORED =
      Map.of(
          "stricthostkeychecking", "yes true ask",
          "nohostauthenticationforlocalhost", "no",
          "verifyhostkeydns", "no false ask",
          "knownhostscommand", "none",
          "hostbasedauthentication", "no",
          "pkcs11provider", "none",
          "securitykeyprovider", "none internal");

  private static final List<String> DEFAULT_KEYS =
      List.of("~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa");
  private static final int SSH_PORT = 22;

  /** Behind the name of an algorithm: a certificate of such a key. */
  static final String CERTIFICATE = "-cert-v01@openssh.com";

  /** Keywords of ssh whose values are algorithms, and what JSch calls them. */
  private static final Map<String, List<String>> ALGORITHMS =
      Map.of(
          "hostkeyalgorithms", List.of("server_host_key"),
          "kexalgorithms", List.of("kex"),
          "ciphers", List.of("cipher.c2s", "cipher.s2c"),
          "macs", List.of("mac.c2s", "mac.s2c"),
          "casignaturealgorithms", List.of("ca_signature_algorithms"),
          "pubkeyacceptedalgorithms", List.of("PubkeyAcceptedAlgorithms"));

  /**
   * Looks a server up in the ssh configuration.
   *
   * @throws ConfigurationFailure when that is faulty, or asks for what cannot be done here
   */
  static SshHost resolve(SshEndpoint endpoint, Environment environment, Messages messages) {
    SshConfig config = new SshConfig(endpoint, environment, messages);
    return new Lookup(endpoint, environment, config, config.read(), config.defaults()).resolve();
  }

  /** Whether a key, as it is sent, is of RSA and too small; the number of its bits then, else 0. */
  int tooSmall(byte[] key) {
    if (key == null) {
      return 0; // a closed file of an old format does not show it
    }
    try {
      ByteBuffer parts = ByteBuffer.wrap(key);
      byte[] type = part(parts);
      if (!new String(type, StandardCharsets.US_ASCII).equals("ssh-rsa")) {
        return 0;
      }
      part(parts);
      int bits = new BigInteger(part(parts)).bitLength();
      return bits < smallestRsa ? bits : 0;
    } catch (BufferUnderflowException | IllegalArgumentException | NegativeArraySizeException e) {
      return 0; // no key at all
    }
  }

  private static byte[] part(ByteBuffer from) {
    byte[] part = new byte[Math.min(from.getInt(), from.remaining())];
    from.get(part);
    return part;
  }

  /** The server and the user, for messages. */
  String display() {
    return user + "@" + address + (port == SSH_PORT ? "" : " port " + port);
  }

  /** One look-up. */
  private record Lookup(
      SshEndpoint endpoint,
      Environment environment,
      SshConfig config,
      Map<String, List<String>> values,
      Map<String, List<String>> defaults) {

    SshHost resolve() {
      String command = value("proxycommand").orElse("none");
      if (!command.equals("none") && value("proxyjump").isEmpty()) {
        throw refuse("proxycommand", command, "no command is run to reach a server");
      }
      String address =
          value("hostname").map(h -> h.replace("%h", endpoint.host())).orElse(endpoint.host());
      return new SshHost(
          endpoint.host(),
          address,
          value("port").map(this::port).orElse(SSH_PORT),
          value("user").or(endpoint::user).orElse(System.getProperty("user.name")),
          value("hostkeyalias").orElse(address),
          knownHosts(),
          identities(),
          files("certificatefile"),
          value("identitiesonly").filter("yes"::equals).isPresent(),
          agent(),
          jumps(),
          value("connecttimeout").flatMap(this::seconds),
          value("batchmode").filter("yes"::equals).isPresent(),
          methods(),
          new SshLine(
              value("addressfamily").orElse("any"), value("bindaddress"), value("bindinterface")),
          files("revokedhostkeys"),
          value("requiredrsasize").map(Integer::parseInt).orElse(0),
          algorithms(),
          ignored());
    }

    private List<String> methods() {
      String preferred = value("preferredauthentications").orElse(String.join(",", METHODS));
      List<String> methods = new ArrayList<>(List.of(preferred.split("[, ]+", -1)));
      methods.retainAll(METHODS);
      ENDING.forEach(
          (keyword, ended) -> {
            String[] parts = ended.split(": ", -1);
            if (value(keyword).filter(List.of(parts[1].split(" ", -1))::contains).isPresent()) {
              methods.removeAll(List.of(parts[0].split(" ", -1)));
            }
          });
      if (methods.isEmpty()) {
        throw refuse(
            "preferredauthentications",
            preferred,
            "with it, none is left of what this program does: " + String.join(", ", METHODS));
      }
      return methods;
    }

    private List<String> ignored() {
      return IGNORED.keySet().stream()
          .sorted()
          .filter(
              keyword ->
                  value(keyword)
                      .filter(v -> !List.of(IGNORED.get(keyword).split(" ", -1)).contains(v))
                      .isPresent())
          .map(keyword -> keyword + " " + value(keyword).orElseThrow())
          .toList();
    }

    private List<String> all(String keyword) {
      return values.getOrDefault(keyword, List.of());
    }

    private Optional<String> value(String keyword) {
      return all(keyword).stream().findFirst();
    }

    private int port(String text) {
      if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535 || text.matches("0+")) {
        throw refuse("port", text, "it is no number of a port");
      }
      return Integer.parseInt(text);
    }

    private Optional<Duration> seconds(String text) {
      if (text.equals("none")) {
        return Optional.empty();
      }
      if (!text.matches("[0-9]{1,6}")) {
        throw refuse("connecttimeout", text, "it is no number of seconds");
      }
      return Optional.of(Duration.ofSeconds(Integer.parseInt(text))).filter(d -> !d.isZero());
    }

    private List<Path> knownHosts() {
      List<Path> files = new ArrayList<>();
      String user = value("userknownhostsfile").orElse("~/.ssh/known_hosts ~/.ssh/known_hosts2");
      String system =
          value("globalknownhostsfile")
              .orElse("/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2");
      // names are printed without the quotes that may have been around them
      for (String file : (user + " " + system).split(" (?=[/~])", -1)) {
        String[] parts = file.matches("[/~].*") ? new String[] {file} : file.split(" ", -1);
        Arrays.stream(parts)
            .filter(part -> !part.isEmpty() && !part.equals("none"))
            .map(environment::resolve)
            .forEach(files::add);
      }
      return files;
    }

    /** Of the keys that are tried when none is named, those that JSch can use. */
    private List<Path> identities() {
      List<String> named = all("identityfile");
      boolean none = named.isEmpty() || named.equals(defaults.get("identityfile"));
      return none
          ? DEFAULT_KEYS.stream().map(environment::resolve).toList()
          : files("identityfile");
    }

    private List<Path> files(String keyword) {
      return all(keyword).stream()
          .filter(file -> !file.equals("none"))
          .map(file -> environment.resolve(expanded(file)))
          .toList();
    }

    /** ssh prints these as they are written, and only those of known hosts with all replaced. */
    private String expanded(String file) {
      if (file.indexOf('%') < 0 && !file.contains("${")) {
        return file;
      }
      return config
          .read("-o", "UserKnownHostsFile=\"" + file + "\"")
          .getOrDefault("userknownhostsfile", List.of(file))
          .get(0);
    }

    private Optional<Path> agent() {
      String configured = value("identityagent").orElse("SSH_AUTH_SOCK");
      Optional<String> socket =
          switch (configured) {
            case "none" -> Optional.empty();
            case "SSH_AUTH_SOCK" -> environment.get("SSH_AUTH_SOCK");
            default ->
                configured.startsWith("$")
                    ? environment.get(configured.replaceAll("[${}]", ""))
                    : Optional.of(configured);
          };
      return socket.map(environment::resolve).filter(Files::exists);
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

    private Map<String, String> algorithms() {
      Map<String, String> chosen = new HashMap<>();
      ALGORITHMS.forEach(
          (keyword, keys) -> {
            String names = value(keyword).orElse("");
            if (!all(keyword).equals(defaults.getOrDefault(keyword, List.of()))) {
              String known =
                  String.join(
                      ",",
                      Arrays.stream(names.split(",", -1))
                          .filter(name -> JSch.getConfig(name.replace(CERTIFICATE, "")) != null)
                          .toList());
              if (known.isEmpty()) {
                throw refuse(keyword, names, "this program has none of these");
              }
              keys.forEach(key -> chosen.put(key, known));
            }
          });
      return chosen;
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
          "Correct ~/.ssh/config; ProxyJump reaches servers behind others.");
    }
  }
}
