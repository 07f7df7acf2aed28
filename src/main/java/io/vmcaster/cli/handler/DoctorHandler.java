package io.vmcaster.cli.handler;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.Settings;
import io.vmcaster.cli.print.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.config.Configuration;
import io.vmcaster.config.ConfigurationReader;
import io.vmcaster.config.Fault;
import io.vmcaster.config.Section;
import io.vmcaster.failure.ConfigurationFailure;
import io.vmcaster.failure.ExitStatus;
import io.vmcaster.repository.Repository;
import io.vmcaster.run.Messages;
import io.vmcaster.service.doctor.CertificateLook;
import io.vmcaster.service.doctor.Findings;
import io.vmcaster.service.doctor.ServerLook;
import io.vmcaster.service.publish.PublicFiles;
import io.vmcaster.service.verify.Check;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Looks at everything that a run will need. */
final class DoctorHandler implements Handler<Request.Doctor> {

  @Override
  public Result handle(Request.Doctor request, Session session) {
    Findings findings = new Findings();
    findings.add(
        Check.ok(
            "java", System.getProperty("java.version") + " in " + System.getProperty("java.home")));
    findings.look("database", () -> database(session));
    lookAtCredential(session, findings);
    try (Publishing publishing = new Publishing(session)) {
      configuration(session, findings)
          .ifPresent(found -> lookAtServers(found, request.tryWrite(), publishing, findings));
    }
    return Checks.report(findings.checks(), ExitStatus.CONFIGURATION);
  }

  private static Check database(Session session) {
    String source = session.settings().database().source();
    Repository repository = session.repository();
    int lists = repository.catalogue().lists().size();
    return Check.ok(
        "database", repository.location() + " (" + source + ") with " + lists + " lists");
  }

  private static void lookAtCredential(Session session, Findings findings) {
    Settings settings = session.settings();
    Settings.Found<Path> certificate = settings.certificate();
    Settings.Found<Path> key = settings.key();
    CertificateLook look = new CertificateLook(findings, session.run().now());
    Optional<X509Certificate> found =
        look.lookAtCertificate(certificate.value(), certificate.source());
    look.lookAtKey(key.value(), certificate.value(), key.source());
    look.lookAtAnchors(settings.trustAnchors().map(Settings.Found::value), found);
  }

  private static Optional<Configuration> configuration(Session session, Findings findings) {
    try {
      String source =
          session.settings().configurationFile().map(Settings.Found::source).orElse("default");
      Configuration configuration =
          ConfigurationReader.read(session.settings().requireConfigurationFile(), Messages.SILENT);
      findings.add(Check.ok("configuration", configuration.file() + " (" + source + ")"));
      for (Fault fault : configuration.faults()) {
        findings.add(Check.fault("configuration", fault.toString()));
      }
      return Optional.of(configuration);
    } catch (ConfigurationFailure failure) {
      findings.add(
          Check.fault("configuration", failure.getMessage() + " " + failure.advice().orElse("")));
      return Optional.empty();
    }
  }

  private static void lookAtServers(
      Configuration configuration, boolean tryWrite, Publishing publishing, Findings findings) {
    ServerLook look =
        new ServerLook(
            configuration,
            publishing.pool(),
            new PublicFiles(publishing.fetcher()),
            tryWrite,
            findings);
    for (Section section : configuration.sections()) {
      findings.add(
          Check.ok(
              "server [" + section.name() + "]",
              section.readPrefix().orElse(section.match().pattern())
                  + " is written by "
                  + section.protocol()));
      look.look(section);
    }
  }
}
