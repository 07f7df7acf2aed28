package io.vmcaster.credential;

import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.model.Url;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The address of a key on a token, as RFC 7512 writes it. */
final class Pkcs11Uri {

  private static final String SCHEME = "pkcs11:";
  private static final Set<String> PATH =
      Set.of(
          ("token manufacturer serial model object id type slot-id slot-description"
                  + " slot-manufacturer library-manufacturer library-description library-version")
              .split(" "));
  private static final Set<String> QUERY =
      Set.of("module-path", "module-name", "pin-source", "pin-value");

  private final String text;
  private final Map<String, byte[]> attributes = new TreeMap<>();

  /**
   * Parses an address.
   *
   * @throws TrustFailure when it is none, or carries the PIN itself, which every user of the
   *     machine could read in the list of processes
   */
  Pkcs11Uri(String text) {
    int query = text.indexOf('?');
    this.text = text.replaceAll("(pin-value=)[^&]*", "$1***");
    add(text.substring(SCHEME.length(), query < 0 ? text.length() : query), ";", PATH);
    add(query < 0 ? "" : text.substring(query + 1), "&", QUERY);
    if (attributes.containsKey("pin-value")) {
      throw new TrustFailure(
          "the PIN in " + this.text + " can be read by everybody who lists the processes",
          "Leave pin-value out; the PIN is asked for, or read from where --passin says.");
    }
    if (get("type").filter(type -> !type.equals("private") && !type.equals("cert")).isPresent()) {
      throw wrong("it is not the address of a private key");
    }
  }

  private void add(String part, String separator, Set<String> known) {
    for (String each : part.split(separator)) {
      if (each.isEmpty()) {
        continue;
      }
      String[] parts = each.split("=", 2);
      if (parts.length < 2 || !known.contains(parts[0])) {
        throw wrong("it has the unknown attribute \"" + parts[0] + "\"");
      }
      try {
        if (attributes.put(parts[0], Url.bytes(parts[1])) != null) {
          throw wrong("it has " + parts[0] + " twice");
        }
      } catch (IllegalArgumentException e) {
        throw wrong(e.getMessage());
      }
    }
  }

  private TrustFailure wrong(String why) {
    return new TrustFailure(
        text + " is no address of a key on a token: " + why,
        "Write it as pkcs11:token=LABEL;object=KEY;type=private (RFC 7512); 'p11tool"
            + " --list-token-urls' shows the tokens.");
  }

  /** An attribute as text. */
  Optional<String> get(String name) {
    return Optional.ofNullable(attributes.get(name))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** Whether a token is one that is meant. */
  boolean fits(Pkcs11Module.Token token) {
    return fits("token", token.label())
        && fits("manufacturer", token.manufacturer())
        && fits("model", token.model())
        && fits("serial", token.serial())
        && fits("slot-id", Long.toString(token.slot()));
  }

  /** Whether an object is the one that is meant. */
  boolean fits(Pkcs11Module.Item item) {
    byte[] id = attributes.get("id");
    return fits("object", item.label()) && (id == null || Arrays.equals(id, item.id()));
  }

  private boolean fits(String name, String value) {
    return get(name).map(value::equals).orElse(true);
  }

  @Override
  public String toString() {
    return text;
  }
}
