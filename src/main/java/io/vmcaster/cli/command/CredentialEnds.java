package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Settings;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.CertificateChain;
import io.vmcaster.credential.CredentialPlace;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.credential.Expiry;
import io.vmcaster.credential.ServerCredentials;
import io.vmcaster.error.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * When what this machine signs with, shows to servers and knows of revocations ends; as far as it
 * is there, and can be read without asking anybody.
 */
final class CredentialEnds {

  private final CommandContext context;
  private final CredentialReader reader = new CredentialReader(Passphrases.NONE, Messages.SILENT);
  private final List<Expiry> ends = new ArrayList<>();

  private CredentialEnds(CommandContext context) {
    this.context = context;
  }

  static List<Expiry> of(CommandContext context) {
    CredentialEnds found = new CredentialEnds(context);
    found.look(found::signing);
    found.look(found::servers);
    return found.ends;
  }

  private void look(Runnable look) {
    try {
      look.run();
    } catch (Failure failure) {
      LoggerFactory.getLogger(CredentialEnds.class).debug(failure.getMessage());
    }
  }

  private void signing() {
    Settings settings = context.settings();
    Path file = settings.certificate().value();
    List<X509Certificate> all = new ArrayList<>(reader.certificates(file));
    settings.chain().ifPresent(more -> all.addAll(reader.certificates(more.value())));
    CertificateChain chain = CertificateChain.of(reader.certificate(file), all);
    ends.addAll(Expiry.of(chain, "signs"));
    settings
        .trustAnchors()
        .map(Settings.Found::value)
        .filter(Files::isDirectory)
        .ifPresent(anchors -> ends.addAll(CaDirectory.open(anchors).revocationListEnds(chain)));
  }

  private void servers() {
    Path key = context.settings().key().value();
    Path certificate = context.settings().certificate().value();
    CredentialPlace place =
        new ServerCredentials(
                context.environment(), Optional.of(key), Optional.of(certificate), reader)
            .usual();
    if (!place.certificate().equals(certificate)) {
      CertificateChain shown =
          new CertificateChain(List.of(reader.certificate(place.certificate())));
      ends.addAll(Expiry.of(shown, "servers are shown"));
    }
  }
}
