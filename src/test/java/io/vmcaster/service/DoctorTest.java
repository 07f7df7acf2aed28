package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.config.Configuration;
import io.vmcaster.context.Check;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.uploader.Destinations;
import io.vmcaster.uploader.Protocols;
import io.vmcaster.uploader.local.LocalProtocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  @TempDir Path directory;

  @Test
  void whatFailsDoesNotStopTheOthers() {
    Doctor doctor = new Doctor();
    assertThat(
            doctor.look(
                "first",
                () -> {
                  throw new ConfigurationFailure("it is\n not there", "make it.");
                }))
        .isFalse();
    assertThat(
            doctor.look("second", () -> doctor.add(Check.ok("second", "http://me:secret@there/"))))
        .isTrue();
    assertThat(doctor.checks())
        .containsExactly(
            Check.fault("first", "it is not there. Make it."),
            Check.ok("second", "http://me:***@there/"));
  }

  @Test
  void serversAreReachedAndWritten() throws Exception {
    try (ServiceSite site = new ServiceSite(directory);
        Destinations destinations =
            new Destinations(
                () -> configuration(site),
                new Protocols(
                    List.of(
                        new Protocols.Kind(
                            List.of("local"), Map.of(), means -> new LocalProtocol())),
                    null))) {
      List<String> before = site.publicFiles();
      assertThat(outcomes(site, destinations))
          .containsExactly(Check.Outcome.OK, Check.Outcome.OK, Check.Outcome.WARNING);
      assertThat(site.publicFiles()).isEqualTo(before);

      Files.delete(directory.resolve("www/images"));
      Files.delete(directory.resolve("www"));
      assertThat(outcomes(site, destinations)).first().isEqualTo(Check.Outcome.FAULT);
    }
  }

  private List<Check.Outcome> outcomes(ServiceSite site, Destinations destinations) {
    Doctor doctor = new Doctor();
    doctor.lookAtServers(
        new Doctor.Servers(
            configuration(site),
            List.of(),
            List.of(),
            destinations,
            site.context().fetcher(),
            true));
    return doctor.checks().stream().map(Check::outcome).toList();
  }

  private static Configuration configuration(ServiceSite site) {
    return Configuration.read(site.file("vmcaster.cfg"), Protocols.keys(), Messages.SILENT);
  }
}
