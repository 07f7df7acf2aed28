package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.option.Settings;
import io.vmcaster.cli.output.Result;
import io.vmcaster.config.Configuration;
import io.vmcaster.context.Check;
import io.vmcaster.context.Messages;
import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.fetch.WebProxies;
import io.vmcaster.model.Item;
import io.vmcaster.service.CertificateDiagnostics;
import io.vmcaster.service.Doctor;
import io.vmcaster.service.ListViewer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at everything that a run will need. */
final class RunDoctor extends Command {

  static final String NAMES = "--doctor: look at everything that a run will need";

  private final Flag tryWrite =
      new Flag(Heading.CARE, "--try-write: with --doctor: write a small file on each server");

  RunDoctor(Options options) {
    super(options, new Flag(Heading.CARE, NAMES));
    takes(tryWrite);
  }

  private static final String CONFIGURATION = "configuration";

  @Override
  public Result run(CommandContext context) {
    Doctor findings = new Doctor();
    findings.add(
        Check.ok(
            "java", System.getProperty("java.version") + " in " + System.getProperty("java.home")));
    findings.lookAtCompression();
    List<String> addresses = new ArrayList<>();
    List<String> images = new ArrayList<>();
    look(findings, "database", () -> findings.add(database(context, addresses, images)));
    lookAtCredential(context, findings);
    look(
        findings,
        "proxy",
        () ->
            new WebProxies(context.environment())
                .told()
                .forEach(proxy -> findings.add(Check.ok("proxy", proxy))));
    List<Configuration> read = new ArrayList<>();
    look(findings, CONFIGURATION, () -> read.add(configuration(context, findings)));
    for (Configuration found : read) {
      findings.lookAtServers(
          new Doctor.Servers(
              found,
              addresses,
              images,
              context.destinations(() -> found),
              context.glancingFetcher(),
              tryWrite.isGiven()));
    }
    return VerifyList.report(findings.checks(), ExitStatus.CONFIGURATION);
  }

  /** Looks at something; a failure is a fault. */
  private static void look(Doctor findings, String name, Runnable look) {
    try {
      look.run();
    } catch (Failure failure) {
      findings.add(name, failure);
    }
  }

  private static Check database(
      CommandContext context, List<String> addresses, List<String> images) {
    String source = context.settings().database().source();
    ListViewer viewer = context.viewer();
    int lists = viewer.items(Item.Kind.LIST).size();
    addresses.addAll(viewer.uris(Item.Kind.LIST));
    images.addAll(viewer.uris(Item.Kind.IMAGE));
    addresses.addAll(images);
    String found =
        "%s (%s) with %s".formatted(viewer.location(), source, Messages.count(lists, "list"));
    return viewer
        .obstacle()
        .map(obstacle -> Check.fault("database", found + " may only be read: " + obstacle))
        .orElseGet(() -> Check.ok("database", found));
  }

  private static void lookAtCredential(CommandContext context, Doctor findings) {
    Settings settings = context.settings();
    Settings.Found<Path> certificate = settings.certificate();
    Settings.Found<Path> key = settings.key();
    CertificateDiagnostics look = new CertificateDiagnostics(findings, context.run().now());
    Optional<CertificateChain> found =
        look.lookAtCertificate(certificate.value(), certificate.source(), settings.chain());
    look.lookAtKey(key.value(), certificate.value(), key.source());
    CredentialEnds.serverPlaces(context).forEach(look::lookAtServerCertificate);
    look.lookAtTokenModules(context.environment());
    Settings.Found<Path> anchors =
        settings.trustAnchors().orElseGet(() -> new Settings.Found<>(null, ""));
    look.lookAtAnchors(anchors.value(), anchors.source(), found);
  }

  private static Configuration configuration(CommandContext context, Doctor findings) {
    String source =
        context.settings().configurationFile().map(Settings.Found::source).orElse("default");
    Doctor.Warnings warnings = new Doctor.Warnings();
    Configuration configuration = context.configuration(warnings);
    findings.add(Check.ok(CONFIGURATION, configuration.file() + " (" + source + ")"));
    warnings.texts().forEach(text -> findings.add(Check.warning(CONFIGURATION, text)));
    configuration
        .faults()
        .forEach(fault -> findings.add(Check.fault(CONFIGURATION, fault.toString())));
    if (configuration.sections().isEmpty() && configuration.faults().isEmpty()) {
      findings.add(
          Check.fault(
              CONFIGURATION, "it has no section: vmcaster.cfg.example shows what one looks like"));
    }
    return configuration;
  }
}
