package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Json;
import io.vmcaster.signing.MessageForm;
import io.vmcaster.subscriber.Consumer;
import io.vmcaster.subscriber.Finding;
import io.vmcaster.subscriber.MessageRules;
import io.vmcaster.subscriber.MessageTrait;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What openssl signs in its many ways, and what is seen in it. */
class ListCheckerTest {

  private static final String JANE = "/DC=org/DC=example/CN=Jane Doe";
  private static final String CA = "/DC=org/DC=example/CN=Test CA";
  private static final String LIST =
      """
      {"hv:imagelist": {"dc:identifier": "e38a3fd2-0ed8-11e2-873a-001cc0beb420",
        "hv:endorser": {"hv:x509": {"hv:dn": "%s",
          "hv:ca": "%s"}},
        "hv:images": []}}
      """
          .formatted(JANE, CA);

  @TempDir static Path temporary;
  private static TestPki pki;
  private static TestCa ca;
  private static TestIdentity jane;
  private static TestIdentity john;

  @BeforeAll
  static void makeIdentities() {
    pki = TestPki.in(temporary);
    ca = pki.ca(CA);
    jane = ca.user(JANE).issue();
    john = ca.user("/DC=org/DC=example/CN=John Doe").key(KeyKind.EC).issue();
  }

  @ParameterizedTest
  @CsvSource({
    "smime,",
    "smime -md sha512,",
    "smime -noattr,",
    "smime -crlfeol,",
    "smime -certfile CA,",
    "cms,",
    "smime -md sha1, WEAK_DIGEST",
    "smime -md md5, WEAK_DIGEST",
    "smime -nodetach, OPAQUE",
    "smime -nodetach -stream, OPAQUE",
    "cms -nodetach -md sha1, OPAQUE WEAK_DIGEST",
    "smime -text, PART_HEADERS",
    "smime -binary, LF_DIGEST",
    "smime -nocerts, NO_CERTIFICATE",
    "cms -keyid, KEY_IDENTIFIER",
    "cms -keyopt rsa_padding_mode:pss, PSS",
    "smime -signer JOHN, SEVERAL_SIGNERS",
  })
  void seesHowItWasSigned(String options, String traits) {
    assertThat(traits(sign(options, jane)))
        .isEqualTo(traits == null ? Set.of() : traits(traits.split(" ")));
  }

  /** What happens to a message on its way. */
  record Change(MessageTrait trait, UnaryOperator<String> change) {}

  static Stream<Change> changes() {
    return Stream.of(
        new Change(MessageTrait.WRONG_SIGNATURE, text -> text.replace("[]", "[ ]")),
        new Change(MessageTrait.FOLDED_TYPE, text -> text.replaceFirst("; ", ";\n\t")),
        new Change(MessageTrait.FOLDED_TYPE, text -> "X-Seen-By: somebody\n" + text),
        new Change(
            MessageTrait.BARE_BOUNDARY,
            text -> text.replaceFirst("boundary=\"(.*)\"", "boundary=$1")),
        new Change(MessageTrait.BLANK_IN_FRONT, text -> "\n" + text),
        new Change(
            MessageTrait.LONG_LINES, text -> text.replaceAll("(?m)^([A-Za-z0-9+/=]{64})\n", "$1")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void seesWhatHappenedToItLater(Change change) {
    String message = new String(sign("smime", jane), StandardCharsets.ISO_8859_1);
    String changed = change.change().apply(message);
    assertThat(changed).isNotEqualTo(message);
    assertThat(traits(changed.getBytes(StandardCharsets.ISO_8859_1)))
        .containsExactly(change.trait());
  }

  @Test
  void seesWhoSigned() {
    assertThat(traits(sign("smime", john))).containsExactly(MessageTrait.OTHER_SIGNER);
    TestIdentity old =
        ca.user(JANE)
            .validFrom(Instant.parse("2010-01-01T00:00:00Z"))
            .validUntil(Instant.parse("2011-01-01T00:00:00Z"))
            .issue();
    assertThat(traits(sign("smime", old))).containsExactly(MessageTrait.EXPIRED_CERTIFICATE);
    TestIdentity client = ca.user(JANE).extendedKeyUsage("clientAuth").issue();
    assertThat(traits(sign("smime", client))).containsExactly(MessageTrait.UNSUITABLE_CERTIFICATE);
  }

  @Test
  void seesWhatIsWrongWithAnAuthority() {
    TestCa old = ca.intermediate("/DC=org/DC=example/CN=Old", Instant.now().minusSeconds(60));
    assertThat(trust(sign("smime", jane))).isEmpty();
    assertThat(trust(sign("smime", old.user(JANE).issue())))
        .containsExactlyInAnyOrder(MessageTrait.OTHER_SIGNER, MessageTrait.UNKNOWN_AUTHORITY);
  }

  static Stream<byte[]> messages() {
    Stream<byte[]> signed =
        Stream.of(
                "smime",
                "smime -text",
                "smime -binary",
                "smime -nocerts",
                "cms -keyid",
                "cms -keyopt rsa_padding_mode:pss")
            .map(options -> sign(options, jane));
    Stream<byte[]> changed =
        changes()
            .map(
                each ->
                    each.change()
                        .apply(new String(sign("smime", jane), StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.ISO_8859_1));
    Stream<byte[]> others =
        Stream.of(
                ca.user(JANE).extendedKeyUsage("clientAuth"),
                ca.user(JANE).keyUsage("nonRepudiation"),
                ca.user(JANE).validUntil(Instant.now().minusSeconds(60)),
                ca.order(JANE))
            .map(order -> sign("smime", order.issue()));
    return Stream.of(signed, changed, others).flatMap(each -> each);
  }

  // atrope knows openssl's "no message" (2), and ends on "verification failed" (4)
  @ParameterizedTest
  @MethodSource("messages")
  void saysWhetherAtropesRunEnds(byte[] message) {
    int status =
        OpenSsl.attempt(message, "smime", "-verify", "-CApath", pki.caDirectory()).status();
    List<Finding> findings =
        MessageRules.check(trust(message), Set.of(Consumer.ATROPE), Optional.empty());
    assertThat(findings)
        .extracting(Finding::effect)
        .matches(all -> all.contains("atrope's run ends, for all its lists") == (status == 4))
        .matches(all -> status == 0 || !all.isEmpty());
  }

  @Test
  void refusesWhatCannotBeTakenApart() {
    byte[] message = sign("smime", jane);
    assertThatExceptionOfType(InvalidDataFailure.class)
        .isThrownBy(() -> MessageForm.of(Arrays.copyOf(message, 500), "the list"))
        .withMessageStartingWith("the list cannot be read by anybody")
        .withMessageContaining("cut off");
  }

  private static Set<MessageTrait> traits(String... names) {
    return Set.copyOf(Stream.of(names).map(MessageTrait::valueOf).toList());
  }

  private static Set<MessageTrait> traits(byte[] message) {
    return traits(message, Optional.empty());
  }

  private static Set<MessageTrait> trust(byte[] message) {
    return traits(message, Optional.of(pki.caDirectory()));
  }

  private static Set<MessageTrait> traits(byte[] message, Optional<Path> anchors) {
    MessageForm form = MessageForm.of(message, "the list");
    ImageList list = ImageList.parse(Json.read(form.list(), "it"), "it");
    return new ListChecker(Set.of(), Instant.now(), anchors)
        .traits(form, message, Optional.of(list));
  }

  private static byte[] sign(String options, TestIdentity signer) {
    String known =
        options
            .replace("CA", ca.identity().certificateFile().toString())
            .replace("JOHN", john.certificateFile() + " -inkey " + john.keyFile());
    List<Object> command = new ArrayList<>(List.of(known.split(" ")));
    command.add(1, "-sign");
    int at = command.contains("-keyopt") ? command.indexOf("-keyopt") : 2;
    command.addAll(at, List.of("-signer", signer.certificateFile(), "-inkey", signer.keyFile()));
    return OpenSsl.runOn(LIST.getBytes(StandardCharsets.UTF_8), command.toArray()).output();
  }
}
