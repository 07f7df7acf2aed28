package io.vmcaster.uploader;

import io.vmcaster.config.Route;
import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.uploader.local.LocalProtocol;
import io.vmcaster.uploader.scp.ScpProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The ways to write files that this program knows, by the names that a configuration uses. */
public final class Protocols {

  private final List<Protocol> protocols;

  /** Those and no others. */
  public Protocols(List<Protocol> protocols) {
    this.protocols = List.copyOf(protocols);
  }

  /**
   * {@code local}, {@code scp} and what is added to them. Nothing of a protocol is loaded before it
   * connects.
   */
  public static Protocols with(
      Environment environment, Passphrases passphrases, Messages messages, Protocol... more) {
    List<Protocol> all = new ArrayList<>(List.of(more));
    all.add(new LocalProtocol());
    all.add(new ScpProtocol(environment, passphrases, messages));
    return new Protocols(all);
  }

  /**
   * The protocol that a section asks for.
   *
   * @throws ConfigurationFailure when there is none of that name
   */
  public Protocol of(Section section) {
    for (Protocol protocol : protocols) {
      if (protocol.names().contains(section.protocol())) {
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
    protocols.forEach(protocol -> names.addAll(protocol.names()));
    return List.copyOf(names);
  }
}
