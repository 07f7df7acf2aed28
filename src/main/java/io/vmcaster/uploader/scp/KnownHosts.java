package io.vmcaster.uploader.scp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What files of known hosts say of one server, read as sshd(8) describes them under
 * SSH_KNOWN_HOSTS. JSch's own reader compares names to the letter, so a revoked key of {@code *}
 * would be accepted: which lines count is decided here, what follows from them by JSch. Nothing is
 * ever added to a file.
 */
final class KnownHosts implements HostKeyRepository {

  private static final String REVOKED = "@revoked";
  private static final String AUTHORITY = "@cert-authority";

  /** How the files begin that {@code ssh-keygen -k} makes. */
  private static final String BINARY = "SSHKRL";

  /** What every line that counts is filed under: which server it is for is settled here. */
  private static final String THIS_SERVER = "*";

  private final SshHost host;
  private final Messages messages;
  private final List<HostKey> keys = new ArrayList<>();

  private KnownHosts(SshHost host, Messages messages) {
    this.host = host;
    this.messages = messages;
  }

  /**
   * Reads the files of a server. A line that is damaged is a warning, for the others still count.
   *
   * @throws ConfigurationFailure when a file that is there cannot be read
   */
  static KnownHosts read(SshHost host, Messages messages) {
    KnownHosts known = new KnownHosts(host, messages);
    for (Path file : host.knownHosts()) {
      if (Files.isRegularFile(file)) {
        known.read(file, "");
      }
    }
    for (Path file : host.revoked()) {
      known.read(file, REVOKED + " " + THIS_SERVER + " ");
    }
    return known;
  }

  /** The name that a server is listed under: its port belongs to it unless it is the usual one. */
  static String listedAs(SshHost host) {
    boolean plain = host.port() == 22 || !host.keyName().equals(host.address());
    return plain ? host.keyName() : "[" + host.keyName() + "]:" + host.port();
  }

  /**
   * Reads a file.
   *
   * @param front what each line begins with that is not in the file
   */
  private void read(Path file, String front) {
    List<String> lines;
    try {
      lines = Files.readString(file, ISO_8859_1).lines().toList();
    } catch (IOException e) {
      throw new ConfigurationFailure(
          "cannot read the " + (front.isEmpty() ? "known" : "revoked") + " hosts in " + file,
          null,
          e);
    }
    if (!lines.isEmpty() && lines.get(0).startsWith(BINARY)) {
      throw new ConfigurationFailure(
          "cannot read the revoked host keys in " + file + ": it is in OpenSSH's binary format",
          "Write the public keys into it, one in a line.");
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#") && !read(front + line)) {
        messages.warn("line " + (i + 1) + " of " + file + " is damaged and does not count");
      }
    }
  }

  /** Takes a line that is for this server. Gives whether it could be read. */
  private boolean read(String line) {
    String[] fields = line.split("[ \t]+");
    int first = fields[0].startsWith("@") ? 1 : 0;
    String marker = first == 0 ? "" : fields[0].toLowerCase(Locale.ROOT);
    if (!List.of("", REVOKED, AUTHORITY).contains(marker) || fields.length < first + 3) {
      return false;
    }
    if (fields[first + 1].matches("[0-9]+")) {
      return true; // a key of version 1 of the protocol, which nobody speaks any more
    }
    try {
      byte[] key = Base64.getDecoder().decode(fields[first + 2]);
      if (!isOfType(key, fields[first + 1])) {
        return false;
      }
      if (matches(fields[first])) {
        keys.add(new HostKey(marker, THIS_SERVER, 0, key, ""));
      }
      return true;
    } catch (IllegalArgumentException | JSchException | GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isOfType(byte[] key, String type) {
    List<String> fields = SshHost.fields(key);
    return fields.size() > 1 && fields.get(0).equals(type);
  }

  /** With its port, or, like OpenSSH, without. */
  private boolean matches(String patterns) throws GeneralSecurityException {
    boolean hasPort = !listedAs(host).equals(host.keyName());
    return matches(patterns, listedAs(host)) || (hasPort && matches(patterns, host.keyName()));
  }

  private static boolean matches(String patterns, String name) throws GeneralSecurityException {
    if (patterns.startsWith("|1|")) {
      return isHashOf(patterns, name);
    }
    boolean matched = false;
    for (String pattern : patterns.split(",", -1)) {
      boolean negated = pattern.startsWith("!");
      if (glob(negated ? pattern.substring(1) : pattern).matcher(name).matches()) {
        if (negated) {
          return false; // whatever else the line says
        }
        matched = true;
      }
    }
    return matched;
  }

  private static Pattern glob(String pattern) {
    String expression = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
  }

  private static boolean isHashOf(String hashed, String name) throws GeneralSecurityException {
    String[] parts = hashed.split("\\|", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(hashed);
    }
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
    byte[] hash = mac.doFinal(name.toLowerCase(Locale.ROOT).getBytes(UTF_8));
    return Arrays.equals(hash, Base64.getDecoder().decode(parts[3]));
  }

  /** Whether a key of the server itself is listed, and not only who may vouch for it. */
  boolean listsTheServer() {
    return keys.stream().anyMatch(key -> key.getMarker().isEmpty());
  }

  /** Whether somebody is listed who may vouch for the server. */
  boolean listsAnAuthority() {
    return keys.stream().anyMatch(key -> key.getMarker().equals(AUTHORITY));
  }

  /**
   * {@inheritDoc} A revoked key is known: JSch then sees what it is marked with.
   *
   * @throws TrustFailure for an RSA key that is too small
   */
  @Override
  public int check(String name, byte[] key) {
    int bits = host.tooSmall(key);
    if (bits > 0) {
      throw new TrustFailure(
          "the host key of %s is an RSA key of %s bits, and RequiredRSASize of the ssh"
                  .formatted(name, bits)
              + " configuration asks for "
              + host.smallestRsa(),
          "Ask the server's administrator for a larger key.");
    }
    String shown = Base64.getEncoder().encodeToString(key);
    int verdict = NOT_INCLUDED;
    for (HostKey known : keys) {
      boolean same = known.getKey().equals(shown);
      if (same && !known.getMarker().equals(AUTHORITY)) {
        return OK;
      }
      if (known.getMarker().isEmpty() && isOfType(key, known.getType())) {
        verdict = CHANGED;
      }
    }
    return verdict;
  }

  @Override
  public HostKey[] getHostKey() {
    return keys.toArray(HostKey[]::new);
  }

  /**
   * {@inheritDoc} Without a type JSch asks which keys it should ask the server for: not for one
   * that is revoked, nor for one of the kind that vouches for others.
   */
  @Override
  public HostKey[] getHostKey(String name, String type) {
    return keys.stream()
        .filter(key -> type == null ? key.getMarker().isEmpty() : key.getType().equals(type))
        .toArray(HostKey[]::new);
  }

  @Override
  public void add(HostKey key, UserInfo user) {}

  @Override
  public void remove(String name, String type) {}

  @Override
  public void remove(String name, String type, byte[] key) {}

  @Override
  public String getKnownHostsRepositoryID() {
    return host.knownHosts().isEmpty() ? "known_hosts" : host.knownHosts().get(0).toString();
  }
}
