package io.vmcaster.cli.command;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.CertificateRules.Expiry;
import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.credential.Credential.CredentialPlace;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.credential.ServerCredentials;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * When what this machine signs with, shows to servers and knows of revocations ends; as far as it
 * is there, and can be read without asking anybody.
 */
final class CredentialEnds {

  private CredentialEnds() {}

  static List<Expiry> of(CommandContext context) {
    List<Expiry> ends = new ArrayList<>();
    look(
        () -> {
          CertificateChain chain = context.signingChain();
          ends.addAll(Expiry.of(chain, "signs"));
          context
              .anchors()
              .filter(Files::isDirectory)
              .map(CaDirectory::open)
              .ifPresent(anchors -> ends.addAll(anchors.revocationListEnds(chain)));
        });
    ends.addAll(ofServers(context));
    return ends;
  }

  private static List<Expiry> ofServers(CommandContext context) {
    List<Expiry> ends = new ArrayList<>();
    CredentialReader reader = new CredentialReader(Passphrases.NONE, Messages.SILENT);
    for (CredentialPlace place : serverPlaces(context)) {
      if (!place.certificate().equals(context.settings().certificate().value())) {
        look(
            () -> {
              X509Certificate shown = reader.certificate(place.certificate());
              String whose = OneLineName.subject(shown).text();
              ends.add(
                  Expiry.ofClient("the certificate that servers are shown, " + whose + ",", shown));
            });
      }
    }
    return ends;
  }

  private static void look(Runnable look) {
    try {
      look.run();
    } catch (Failure failure) {
      LoggerFactory.getLogger(CredentialEnds.class).debug(failure.getMessage());
    }
  }

  /** Where the credentials for servers are: the usual one, and what sections name in its place. */
  static List<CredentialPlace> serverPlaces(CommandContext context) {
    ServerCredentials servers = context.serverCredentials();
    List<CredentialPlace> places = new ArrayList<>(List.of(servers.usual()));
    try {
      context
          .configuration(Messages.SILENT)
          .sections()
          .forEach(section -> places.add(servers.locate(section.name(), section::setting)));
    } catch (ConfigurationFailure failure) {
      return places; // who needs a configuration says that it is missing
    }
    return places.stream().distinct().toList();
  }

  /** Warns of what servers are shown and ends soon. */
  static void warnOfServers(CommandContext context) {
    Instant now = context.run().now();
    ofServers(context).stream()
        .filter(each -> each.isSoon(now))
        .forEach(each -> context.messages().warn(each.told(now) + ": ask for a new one now"));
  }
}
