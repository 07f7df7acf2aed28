package io.vmcaster.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmcaster.error.Failure.InvalidDataFailure;
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
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedListTest {

  private static final String LIST = "{\n    \"hv:imagelist\": {\n        \"a\": 1 \n    }\n}\n";

  @TempDir static Path temporary;
  private static TestCa ca;
  private static TestIdentity jane;
  private static TestIdentity john;

  @BeforeAll
  static void makeIdentities() {
    ca = TestPki.in(temporary).ca("/DC=org/DC=example/CN=Test CA");
    jane = ca.user("/DC=org/DC=example/CN=Jane Doe").issue();
    john = ca.user("/DC=org/DC=example/CN=John Doe").key(KeyKind.EC).issue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smime -md sha1",
        "smime -md sha256",
        "smime -md sha384",
        "smime -md sha512",
        "smime -noattr",
        "smime -nodetach",
        "smime -nodetach -md sha1",
        "smime -stream",
        "smime -nodetach -stream",
        "smime -crlfeol",
        "smime -text",
        "smime -text -nodetach",
        "cms",
        "cms -md sha512",
        "cms -nodetach",
        "cms -nodetach -stream",
        "cms -noattr",
        "cms -text",
      })
  void readsWhatOpensslSigns(String options) {
    for (TestIdentity signer : List.of(jane, john)) {
      byte[] message = sign(options, signer);
      SignedList list = SignedList.read(message, "the list");
      assertThat(text(list).strip()).isEqualTo(LIST.strip());
      assertThat(list.signer()).isEqualTo(signer.certificate());
    }
  }

  @Test
  void readsOtherCertificatesInTheMessageToo() {
    byte[] message = sign("smime -certfile " + ca.identity().certificateFile(), jane);
    assertThat(SignedList.read(message, "the list").certificates())
        .containsExactlyInAnyOrder(jane.certificate(), ca.identity().certificate());
  }

  @Test
  void readsAListWhoseCertificateHasExpired() {
    TestIdentity old =
        ca.user("/DC=org/CN=Old")
            .validFrom(Instant.parse("2010-01-01T00:00:00Z"))
            .validUntil(Instant.parse("2011-01-01T00:00:00Z"))
            .issue();
    byte[] message = sign("smime -md sha1", old);
    assertThat(SignedList.read(message, "the list").signer()).isEqualTo(old.certificate());
  }

  /** What editors, version control and mail programs do to a message without harm. */
  static List<UnaryOperator<String>> harmlessChanges() {
    return List.of(
        text -> text.replace("\r\n", "\n"),
        text -> text.replace("\r\n", "\n").replace("\n", "\r\n"),
        text -> text.replaceFirst("\r\n", "\n"),
        text -> text.replace("; ", ";\n\t"),
        text -> text.replace("; ", ";\r\n "),
        text -> text.replace("micalg=\"sha-256\"", "micalg=sha256"),
        text -> text.replaceFirst("boundary=\"(.*)\"", "BOUNDARY=$1"),
        text -> text.replace("Content-Type", "content-type"),
        text -> text.replace("MIME-Version: 1.0\n", ""),
        text -> text.replace("This is an S/MIME signed message\n\n", ""),
        text -> "X-Published-By: somebody\n" + text,
        text -> text.replace("x-pkcs7-signature", "pkcs7-signature"),
        text -> "\n\n" + text,
        String::stripTrailing,
        SignedListTest::onOneLine);
  }

  private static String onOneLine(String text) {
    int start = text.indexOf("\n\n", text.indexOf("smime.p7s\"")) + 2;
    int end = text.indexOf("\n\n", start);
    return text.substring(0, start)
        + text.substring(start, end).replace("\n", "")
        + text.substring(end);
  }

  @ParameterizedTest
  @MethodSource("harmlessChanges")
  void readsAMessageThatChangedOnItsWay(UnaryOperator<String> change) {
    String original = new String(sign("smime", jane), StandardCharsets.ISO_8859_1);
    byte[] message = change.apply(original).getBytes(StandardCharsets.ISO_8859_1);
    SignedList list = SignedList.read(message, "the list");
    assertThat(text(list)).isEqualTo(LIST);
  }

  @Test
  void takesTheBase64OffAListThatAMailProgramWrapped() {
    String part = "Content-Type: application/json\nContent-Transfer-Encoding: base64\n\ne30=\n";
    byte[] message = signText("smime", jane, part);
    assertThat(text(SignedList.read(message, "the list"))).isEqualTo("{}");
    String quoted = part.replace("base64", "quoted-printable");
    assertRefused(signText("smime", jane, quoted), "no subscriber can read");
  }

  @Test
  void refusesAChangedList() {
    assertRefused(changed(text -> text.replace("\"a\": 1", "\"a\": 2")), "does not fit");
    assertRefused(changed(text -> text.replace("1 \r\n", "1\r\n")), "does not fit");
    String opaque = new String(sign("smime -nodetach", jane), StandardCharsets.ISO_8859_1);
    byte[] der = Base64.getMimeDecoder().decode(opaque.split("\n\n")[1]);
    int at = new String(der, StandardCharsets.ISO_8859_1).indexOf("\"a\": 1") + 5;
    der[at] = '2';
    String head = opaque.split("\n\n")[0] + "\n\n";
    assertRefused(
        (head + Base64.getMimeEncoder().encodeToString(der)).getBytes(StandardCharsets.ISO_8859_1),
        "does not fit");
  }

  @Test
  void refusesTheSignatureOfAnotherList() {
    String ours = new String(sign("smime", jane), StandardCharsets.ISO_8859_1);
    String other = new String(signText("smime", jane, "{}"), StandardCharsets.ISO_8859_1);
    String start = "Content-Type: application/x-pkcs7-signature";
    String mixed = ours.substring(0, ours.indexOf(start)) + other.substring(other.indexOf(start));
    String boundary = ours.replaceAll("(?s).*boundary=\"(.*?)\".*", "$1");
    String foreign = other.replaceAll("(?s).*boundary=\"(.*?)\".*", "$1");
    assertRefused(
        mixed.replace(foreign, boundary).getBytes(StandardCharsets.ISO_8859_1), "does not fit");
  }

  @Test
  void refusesWhatSubscribersRefuse() {
    assertRefused(sign("cms -keyid", jane), "key identifier");
    assertRefused(sign("smime -nocerts", jane), "certificate is not in it");
    assertRefused(sign("smime -binary", jane), "LF line ends");
    assertRefused(sign("cms -keyopt rsa_padding_mode:pss", jane), "RSA-PSS");
    assertRefused(sign("smime -md md5", jane), "not safe");
    Object second = john.certificateFile() + " -inkey " + john.keyFile();
    assertRefused(sign("smime -signer " + second, jane), "2 signers");
  }

  @Test
  void refusesWhatIsNotSigned() {
    byte[] list = LIST.getBytes(StandardCharsets.UTF_8);
    byte[] encrypted =
        OpenSsl.runOn(list, "smime", "-encrypt", "-aes256", jane.certificateFile()).output();
    assertRefused(encrypted, "encrypted");
    assertRefused(list, "does not start as an S/MIME message");
    assertRefused(new byte[0], "does not start as an S/MIME message");
    assertRefused("A: b\n\n{}".getBytes(StandardCharsets.UTF_8), "not an S/MIME message");
    assertRefused(changed(text -> text.substring(0, 600)), "cut off");
    assertRefused(changed(text -> text.replaceFirst("boundary=", "border=")), "no boundary");
  }

  @Test
  void refusesNestingWithoutEnd() {
    StringBuilder deep = new StringBuilder();
    deep.append("Content-Type: application/pkcs7-mime\n\n");
    byte[] nested = new byte[1 << 20];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    deep.append(Base64.getMimeEncoder().encodeToString(nested));
    assertRefused(deep.toString().getBytes(StandardCharsets.US_ASCII), "nested too deeply");
  }

  @Test
  void saysWhetherBytesLookSigned() {
    assertThat(SignedList.looksSigned(sign("smime", jane))).isTrue();
    assertThat(SignedList.looksSigned("\ufeff {}".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(SignedList.looksSigned(new byte[0])).isFalse();
  }

  @Test
  void survivesAThousandMutations() {
    long seed = 4;
    Random random = new Random(seed);
    List<byte[]> messages = new ArrayList<>();
    for (String options : List.of("smime", "smime -nodetach", "cms -noattr", "smime -text")) {
      messages.add(sign(options, jane));
      messages.add(sign(options, john));
    }
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] mutant = mutate(messages.get(i % messages.size()), random);
      try {
        SignedList list = SignedList.read(mutant, "mutant " + i);
        // what still verifies must still be the list, byte for byte but for line ends
        assertThat(text(list).strip()).isEqualTo(LIST.strip());
      } catch (InvalidDataFailure e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(600);
  }

  @Test
  void survivesMutatedSignatures() {
    Random random = new Random(5);
    String head = "Content-Type: application/pkcs7-mime\n\n";
    String opaque = new String(sign("smime -nodetach", john), StandardCharsets.ISO_8859_1);
    byte[] der = Base64.getMimeDecoder().decode(opaque.split("\n\n")[1]);
    for (int i = 0; i < 1000; i++) {
      byte[] mutant = der.clone();
      mutant[random.nextInt(der.length)] = (byte) random.nextInt(256);
      byte[] message =
          (head + Base64.getMimeEncoder().encodeToString(mutant))
              .getBytes(StandardCharsets.ISO_8859_1);
      try {
        SignedList list = SignedList.read(message, "mutant " + i);
        assertThat(text(list)).isEqualTo(LIST);
      } catch (InvalidDataFailure e) {
        assertThat(e).hasMessageContaining("mutant");
      }
    }
  }

  private static byte[] mutate(byte[] message, Random random) {
    byte[] mutant = message.clone();
    switch (random.nextInt(4)) {
      case 0 -> mutant = Arrays.copyOf(mutant, random.nextInt(mutant.length));
      case 1 -> mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
      case 2 -> random.nextBytes(mutant);
      default -> {
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
          mutant[random.nextInt(mutant.length)] = mutant[random.nextInt(mutant.length)];
        }
      }
    }
    return mutant;
  }

  private static byte[] changed(UnaryOperator<String> change) {
    String original = new String(sign("smime", jane), StandardCharsets.ISO_8859_1);
    return change.apply(original).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] sign(String options, TestIdentity signer) {
    return signText(options, signer, LIST);
  }

  private static byte[] signText(String options, TestIdentity signer, String text) {
    List<Object> command = new ArrayList<>(List.of(options.split(" ")));
    command.add(1, "-sign");
    int at = command.contains("-keyopt") ? command.indexOf("-keyopt") : 2;
    command.addAll(at, List.of("-signer", signer.certificateFile(), "-inkey", signer.keyFile()));
    return OpenSsl.runOn(text.getBytes(StandardCharsets.UTF_8), command.toArray()).output();
  }

  private static void assertRefused(byte[] message, String why) {
    assertThatExceptionOfType(InvalidDataFailure.class)
        .isThrownBy(() -> SignedList.read(message, "https://example.org/list"))
        .withMessageStartingWith("https://example.org/list is refused: ")
        .withMessageContaining(why);
  }

  /** The content with the line ends of this machine. */
  static String text(SignedList list) {
    return new String(MimePart.lf(list.content()), StandardCharsets.UTF_8);
  }
}
