package io.vmcaster.uploader;

import io.vmcaster.config.Section;
import io.vmcaster.config.Section.ProtocolKeys;
import io.vmcaster.config.Section.Route;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.ServerCredentials;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.uploader.gsidcap.DcapProtocol;
import io.vmcaster.uploader.local.LocalProtocol;
import io.vmcaster.uploader.scp.ScpProtocol;
import io.vmcaster.uploader.webdav.WebDavProtocol;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The ways to write files that this program knows, by the names that a configuration uses. Nothing
 * of a protocol is loaded before a section asks for it.
 */
public final class Protocols {

  /** A new protocol is a line here: its names, its own keys in a section, and how it is made. */
  private static final List<Kind> ALL =
      List.of(
          new Kind(
              List.of("scp"),
              Map.of(),
              m -> new ScpProtocol(m.environment, m.passphrases, m.messages)),
          new Kind(
              List.of("gsidcap", "dcap"),
              Map.of(
                  "dcapclient", List.of("java", "dccp"), "dcapdata", List.of("passive", "active")),
              m -> new DcapProtocol(m.environment, m.credentials, m.caDirectory, m.messages)),
          new Kind(
              List.of("webdav"),
              Map.of(
                  "replace", List.of(),
                  "frontend", List.of(),
                  "insecure", List.of(),
                  "token-file", List.of(),
                  "token-command", List.of()),
              m -> new WebDavProtocol(m.environment, m.credentials, m.caDirectory, m.messages)),
          new Kind(List.of("local"), Map.of(), m -> new LocalProtocol()));

  private final List<Kind> kinds;
  private final Means means;
  private final Map<Kind, Protocol> made = new HashMap<>();

  /** Those and no others. */
  public Protocols(List<Kind> kinds, Means means) {
    this.kinds = List.copyOf(kinds);
    this.means = means;
  }

  /** All of them. */
  public static Protocols all(Means means) {
    return new Protocols(ALL, means);
  }

  /** The names and keys of all of them. */
  public static List<ProtocolKeys> keys() {
    return ALL.stream().map(Kind::keys).toList();
  }

  /**
   * What protocols are made with.
   *
   * @param credentials what servers are shown
   * @param caDirectory the trust anchors; empty when there are none
   * @param messages where what a server cannot do is said, and what ends soon
   */
  public record Means(
      Environment environment,
      Passphrases passphrases,
      ServerCredentials credentials,
      Optional<Path> caDirectory,
      Messages messages) {}

  /** A protocol that is not made yet. */
  public record Kind(ProtocolKeys keys, Function<Means, Protocol> make) {
    /** By its names and its own keys in a section. */
    public Kind(
        List<String> names, Map<String, List<String>> keys, Function<Means, Protocol> make) {
      this(new ProtocolKeys(names, keys), make);
    }
  }

  /**
   * The protocol that a section asks for.
   *
   * @throws ConfigurationFailure when there is none of that name
   */
  public Protocol of(Section section) {
    for (Kind kind : kinds) {
      if (kind.keys.names().contains(section.protocol())) {
        return made.computeIfAbsent(kind, found -> found.make.apply(means));
      }
    }
    throw new ConfigurationFailure(
        "section [%s] asks for the unknown protocol \"%s\""
            .formatted(section.name(), section.protocol()),
        "writeprotocol is one of " + String.join(", ", names()));
  }

  /**
   * Where a route leads, without connecting.
   *
   * @throws ConfigurationFailure when its protocol cannot reach such a place
   */
  public Location locate(Route route) {
    return of(route.section()).locate(route.target());
  }

  /** Every name, sorted. */
  public List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    kinds.forEach(kind -> names.addAll(kind.keys.names()));
    return List.copyOf(names);
  }
}
