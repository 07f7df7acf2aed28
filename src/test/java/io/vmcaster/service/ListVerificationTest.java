package io.vmcaster.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmcaster.context.Check;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Version;
import io.vmcaster.signing.MessageForm;
import io.vmcaster.signing.SignedList;
import io.vmcaster.testing.OpenSsl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListVerificationTest {

  @TempDir Path directory;
  private ServiceSite site;

  @BeforeEach
  void publish() throws Exception {
    site = new ServiceSite(directory);
    site.upload(1);
    site.publish();
  }

  @AfterEach
  void close() {
    site.close();
  }

  private List<String> faults(String message, Duration later, Optional<Path> anchors) {
    ListVerification look = new ListVerification(anchors, site.run().now().plus(later));
    look.look(message.getBytes(ISO_8859_1), "the list")
        .ifPresent(list -> look.lookAtVersion(list, Optional.of(new Version("1.0.1"))));
    return look.checks().stream()
        .filter(check -> check.outcome() == Check.Outcome.FAULT)
        .map(Check::name)
        .toList();
  }

  @Test
  void whatASubscriberWouldRefuseIsAFault() throws Exception {
    String list = site.text("list.smime");
    Optional<Path> anchors = Optional.of(site.anchors());
    assertThat(faults(list, Duration.ZERO, anchors)).isEmpty();
    assertThat(faults(list, Duration.ZERO, Optional.empty())).containsExactly("chain");
    assertThat(faults(list, Duration.ofDays(29), anchors)).contains("dates");
    assertThat(faults(list.replace("Example", "Exomple"), Duration.ZERO, anchors))
        .containsExactly("signature");
    assertThat(faults("hello", Duration.ZERO, anchors)).containsExactly("signature");
  }

  /** Each is a list of ours whose signature is right, and openssl or a consumer refuses it. */
  @ParameterizedTest
  @CsvSource({
    "as it is, '', '', ''",
    "blank line, '', LF, ''",
    "blank lines, '', CRLF LF, ''",
    "inside the signature, -nodetach, '', ''",
    "header of its own, -text, '', ''",
    "byte order mark, '', '', \ufeff",
  })
  void aFormThatConsumersStumbleOverIsAFault(String name, String how, String front, String mark)
      throws Exception {
    byte[] list = SignedList.read(site.text("list.smime").getBytes(US_ASCII), "").content();
    List<Object> command =
        new ArrayList<>(List.of("smime", "-sign", "-signer", site.endorser().certificateFile()));
    command.addAll(List.of("-inkey", site.endorser().keyFile()));
    if (!how.isEmpty()) {
      command.add(how);
    }
    byte[] message =
        OpenSsl.runOn((mark + new String(list, US_ASCII)).getBytes(UTF_8), command.toArray())
            .output();
    String start = front.replace(" ", "").replace("CR", "\r").replace("LF", "\n");
    String sent = start + new String(message, ISO_8859_1);
    assertThat(faults(sent, Duration.ZERO, Optional.of(site.anchors())))
        .isEqualTo(name.equals("as it is") ? List.of() : List.of("form"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DER", "PEM"})
  void theCommandThatMakesAMessageOfItIsSaid(String form) {
    byte[] bare =
        OpenSsl.runOn(
                "{}".getBytes(US_ASCII),
                "smime",
                "-sign",
                "-nodetach",
                "-outform",
                form,
                "-signer",
                site.endorser().certificateFile(),
                "-inkey",
                site.endorser().keyFile())
            .output();
    String command = "openssl cms -cmsout -inform " + form + " -outform SMIME";
    ListVerification look = new ListVerification(Optional.empty(), site.run().now());
    look.look(bare, "the list");
    assertThat(look.checks()).singleElement().asString().contains(command);
    assertThatExceptionOfType(InvalidDataFailure.class)
        .isThrownBy(() -> MessageForm.of(bare, "the list"))
        .satisfies(failure -> assertThat(failure.advice().orElseThrow()).contains(command));
  }

  @Test
  void aSignatureOnLongLinesIsAFault() throws Exception {
    String list = site.text("list.smime").replaceAll("(?m)^([A-Za-z0-9+/=]{64})\n", "$1");
    assertThat(faults(list, Duration.ZERO, Optional.of(site.anchors()))).containsExactly("form");
  }
}
