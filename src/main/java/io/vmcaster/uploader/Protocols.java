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
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** The ways to write files that this program knows, by the names that a configuration uses. */
public final class Protocols {

  /** A new protocol is a line here. */
  private static final List<Kind> ALL =
      List.of(
          new Kind(
              ScpProtocol.KEYS, m -> new ScpProtocol(m.environment, m.passphrases, m.messages)),
          new Kind(
              DcapProtocol.KEYS,
              m -> new DcapProtocol(m.environment, m.credentials, m.caDirectory, m.messages)),
          new Kind(
              WebDavProtocol.KEYS,
              m -> new WebDavProtocol(m.environment, m.credentials, m.caDirectory, m.messages)),
          new Kind(LocalProtocol.KEYS, m -> new LocalProtocol()));

  private final List<Protocol> protocols;

  /** Those and no others. */
  public Protocols(List<Protocol> protocols) {
    this.protocols = List.copyOf(protocols);
  }

  /** All of them; nothing of a protocol is read or loaded before it connects. */
  public static Protocols all(Means means) {
    return new Protocols(ALL.stream().map(kind -> kind.make().apply(means)).toList());
  }

  /** The names and keys of all of them. */
  public static List<ProtocolKeys> keys() {
    return ALL.stream().map(Kind::keys).toList();
  }

  /**
   * What protocols are made with.
   *
   * @param credentials what servers are shown
   * @param caDirectory the trust anchors; those of the usual places when empty
   * @param messages where what a server cannot do is said, and what ends soon
   */
  public record Means(
      Environment environment,
      Passphrases passphrases,
      ServerCredentials credentials,
      Optional<Path> caDirectory,
      Messages messages) {}

  private record Kind(ProtocolKeys keys, Function<Means, Protocol> make) {}

  /**
   * The protocol that a section asks for.
   *
   * @throws ConfigurationFailure when there is none of that name
   */
  public Protocol of(Section section) {
    for (Protocol protocol : protocols) {
      if (protocol.keys().names().contains(section.protocol())) {
        return protocol;
      }
    }
    throw new ConfigurationFailure(
        "section ["
            + section.name()
            + "] asks for the unknown protocol \""
            + section.protocol()
            + "\"",
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
    protocols.forEach(protocol -> names.addAll(protocol.keys().names()));
    return List.copyOf(names);
  }
}
