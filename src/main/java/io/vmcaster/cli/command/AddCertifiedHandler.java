package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.service.edit.CertifiedEndorser;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/** Creates the endorser that the certificate names. */
final class AddCertifiedHandler implements Handler<Request.AddCertified> {

  @Override
  public Result handle(Request.AddCertified request, Session session) {
    Path file = session.settings().certificate().value();
    X509Certificate certificate =
        new CredentialReader(session.passphrases(), session.messages()).certificate(file);
    return Edits.run(session, catalogue -> CertifiedEndorser.plan(catalogue, certificate));
  }
}
