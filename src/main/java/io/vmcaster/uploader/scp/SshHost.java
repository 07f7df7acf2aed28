package io.vmcaster.uploader.scp;

import com.jcraft.jsch.JSch;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import java.math.BigInteger;
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
import java.util.Set;

/**
 * Everything that is needed to log in at a server: what the ssh configuration says of it, and the
 * defaults of ssh.
 *
 * @param endpoint as the user wrote it
 * @param values what the configuration says of each keyword in lower case, and ssh by itself; but
 *     keys and algorithms only when they are chosen
 */
record SshHost(SshEndpoint endpoint, Environment environment, Map<String, List<String>> values) {

  /** The ways to log in that this program has, in the order of ssh. */
  static final List<String> METHODS = List.of("publickey", "keyboard-interactive", "password");

  /** What ends each way to log in. */
  private static final Map<String, Set<String>> ENDING =
      Map.of(
          "publickey", Set.of("pubkeyauthentication no", "pubkeyauthentication false"),
          "keyboard-interactive",
              Set.of("kbdinteractiveauthentication no", "numberofpasswordprompts 0"),
          "password", Set.of("passwordauthentication no", "numberofpasswordprompts 0"));

  /** Keywords of ssh that are not obeyed, and the values that change nothing. */
  private static final Map<String, Set<String>> IGNORED =
      Map.of(
          "stricthostkeychecking", Set.of("yes", "true", "ask"),
          "nohostauthenticationforlocalhost", Set.of("no"),
          "verifyhostkeydns", Set.of("no", "false", "ask"),
          "knownhostscommand", Set.of("none"),
          "hostbasedauthentication", Set.of("no"),
          "pkcs11provider", Set.of("none"),
          "securitykeyprovider", Set.of("none", "internal"));

  private static final List<String> DEFAULT_KEYS =
      List.of("~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa");
  private static final int SSH_PORT = 22;

  /** How many bits an RSA key must have for any OpenSSH. */
  private static final int SMALLEST_RSA = 1024;

  /** Behind the name of an algorithm: a certificate of such a key. */
  static final String CERTIFICATE = "-cert-v01@openssh.com";

  /** Keywords of ssh whose values are algorithms, and what JSch calls them. */
  static final Map<String, List<String>> ALGORITHMS =
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
    SshHost host = new SshHost(endpoint, environment, config.chosen());
    String command = host.value("proxycommand").orElse("none");
    if (!command.equals("none") && host.value("proxyjump").isEmpty()) {
      throw host.refuse("proxycommand", command, "no command is run to reach a server");
    }
    host.port();
    host.connectTimeout();
    host.smallestRsa();
    host.methods();
    host.algorithms();
    return host;
  }

  private List<String> all(String keyword) {
    return values.getOrDefault(keyword, List.of());
  }

  private Optional<String> value(String keyword) {
    return all(keyword).stream().findFirst();
  }

  private boolean isYes(String keyword) {
    return value(keyword).filter("yes"::equals).isPresent();
  }

  /** The name or alias that the user wrote. */
  String name() {
    return endpoint.host();
  }

  /** What to connect to. */
  String address() {
    return value("hostname").map(name -> name.replace("%h", name())).orElse(name());
  }

  /** Where it listens. */
  int port() {
    try {
      return value("port").map(SshEndpoint::port).or(endpoint::port).orElse(SSH_PORT);
    } catch (IllegalArgumentException e) {
      throw refuse("port", value("port").orElseThrow(), e.getMessage());
    }
  }

  /** Whom to log in as. */
  String user() {
    return value("user").or(endpoint::user).orElse(System.getProperty("user.name"));
  }

  /** The server and the user, for messages. */
  String display() {
    return user() + "@" + address() + (port() == SSH_PORT ? "" : " port " + port());
  }

  /** The name in the files of known hosts. */
  String keyName() {
    return value("hostkeyalias").orElse(address());
  }

  /** The files of known hosts, existing or not. */
  List<Path> knownHosts() {
    List<Path> files = new ArrayList<>();
    String user = value("userknownhostsfile").orElse("~/.ssh/known_hosts ~/.ssh/known_hosts2");
    String system =
        value("globalknownhostsfile").orElse("/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2");
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

  /** Files with public keys that no server may have. */
  List<Path> revoked() {
    return files("revokedhostkeys");
  }

  /** Files with private keys, existing or not: without a choice, those that JSch can use. */
  List<Path> identities() {
    return values.containsKey("identityfile")
        ? files("identityfile")
        : DEFAULT_KEYS.stream().map(environment::resolve).toList();
  }

  /** Files with certificates of keys, beside those that lie by the keys. */
  List<Path> certificates() {
    return files("certificatefile");
  }

  private List<Path> files(String keyword) {
    return all(keyword).stream()
        .filter(file -> !file.equals("none"))
        .map(environment::resolve)
        .toList();
  }

  /** Whether other keys of the agent are left alone. */
  boolean identitiesOnly() {
    return isYes("identitiesonly");
  }

  /** The agent's socket. */
  Optional<Path> agent() {
    String configured = value("identityagent").orElse("$SSH_AUTH_SOCK");
    Optional<String> socket =
        configured.startsWith("$") || configured.equals("SSH_AUTH_SOCK")
            ? environment.get(configured.replaceAll("[${}]", ""))
            : Optional.of(configured).filter(name -> !name.equals("none"));
    return socket.map(environment::resolve).filter(Files::exists);
  }

  /** The servers to go through, nearest first. */
  List<SshEndpoint> jumps() {
    List<SshEndpoint> hops = new ArrayList<>();
    for (String hop : value("proxyjump").orElse("none").split(",", -1)) {
      try {
        if (!hop.equals("none")) {
          hops.add(SshEndpoint.parse(hop.strip().replaceFirst("^ssh://", "")));
        }
      } catch (IllegalArgumentException e) {
        throw refuse("proxyjump", hop, e.getMessage());
      }
    }
    return hops;
  }

  /** How long to wait for the connection, when configured. */
  Optional<Duration> connectTimeout() {
    Optional<String> seconds = value("connecttimeout").filter(text -> !text.matches("none|0+"));
    if (seconds.filter(text -> !text.matches("[0-9]{1,6}")).isPresent()) {
      throw refuse("connecttimeout", seconds.get(), "it is no number of seconds");
    }
    return seconds.map(Long::parseLong).map(Duration::ofSeconds);
  }

  /** Whether nobody may be asked. */
  boolean batch() {
    return isYes("batchmode");
  }

  /** How to prove who the user is, the first one first, by the names of the protocol. */
  List<String> methods() {
    String preferred = value("preferredauthentications").orElse(String.join(",", METHODS));
    List<String> methods =
        Arrays.stream(preferred.split("[, ]+", -1))
            .filter(METHODS::contains)
            .filter(method -> ENDING.get(method).stream().noneMatch(this::says))
            .toList();
    if (methods.isEmpty()) {
      throw refuse(
          "preferredauthentications",
          preferred,
          "with it, none is left of what this program does: " + String.join(", ", METHODS));
    }
    return methods;
  }

  private boolean says(String line) {
    String[] words = line.split(" ", 2);
    return value(words[0]).filter(words[1]::equals).isPresent();
  }

  /** Between which addresses the connection is made. */
  SshConnection.Line line() {
    return new SshConnection.Line(
        value("addressfamily").orElse("any"), value("bindaddress"), value("bindinterface"));
  }

  /** The lists of algorithms that the user chose, by JSch's keys; what JSch knows of them. */
  Map<String, String> algorithms() {
    Map<String, String> chosen = new HashMap<>();
    ALGORITHMS.forEach(
        (keyword, keys) ->
            value(keyword)
                .ifPresent(names -> keys.forEach(key -> chosen.put(key, known(keyword, names)))));
    return chosen;
  }

  private String known(String keyword, String names) {
    List<String> known =
        Arrays.stream(names.split(",", -1))
            .filter(name -> JSch.getConfig(name.replace(CERTIFICATE, "")) != null)
            .toList();
    if (known.isEmpty()) {
      throw refuse(keyword, names, "this program has none of these");
    }
    return String.join(",", known);
  }

  /** What the configuration says beyond all this, and might have let the user in. */
  List<String> ignored() {
    return IGNORED.keySet().stream()
        .sorted()
        .filter(
            keyword -> value(keyword).filter(v -> !IGNORED.get(keyword).contains(v)).isPresent())
        .map(keyword -> keyword + " " + value(keyword).orElseThrow())
        .toList();
  }

  private ConfigurationFailure refuse(String keyword, String value, String why) {
    return new ConfigurationFailure(
        "cannot use \"%s %s\" of the ssh configuration for %s: %s"
            .formatted(keyword, value, name(), why),
        "Correct ~/.ssh/config; ProxyJump reaches servers behind others.");
  }

  /** How many bits an RSA key must have. */
  int smallestRsa() {
    String bits = value("requiredrsasize").orElse("" + SMALLEST_RSA);
    if (!bits.matches("[0-9]{1,9}")) {
      throw refuse("requiredrsasize", bits, "it is no number of bits");
    }
    return Integer.parseInt(bits);
  }

  /** Whether a key, as it is sent, is of RSA and too small; the number of its bits then, else 0. */
  int tooSmall(byte[] key) {
    List<String> fields = fields(key);
    if (fields.size() < 3 || !fields.get(0).equals("ssh-rsa")) {
      return 0;
    }
    int bits = new BigInteger(1, fields.get(2).getBytes(StandardCharsets.ISO_8859_1)).bitLength();
    return bits < smallestRsa() ? bits : 0;
  }

  /**
   * The fields of a key or certificate as it is sent, each a length and so many bytes: the name of
   * its type, then numbers. What is damaged ends them.
   *
   * @param key null for a closed file of an old format, which does not show it: it has no fields
   */
  static List<String> fields(byte[] key) {
    List<String> fields = new ArrayList<>();
    ByteBuffer left = ByteBuffer.wrap(key == null ? new byte[0] : key);
    while (left.remaining() >= Integer.BYTES) {
      int length = left.getInt();
      if (length < 0 || length > left.remaining()) {
        break;
      }
      byte[] field = new byte[length];
      left.get(field);
      fields.add(new String(field, StandardCharsets.ISO_8859_1));
    }
    return fields;
  }
}
