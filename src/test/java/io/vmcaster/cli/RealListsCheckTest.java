package io.vmcaster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Json;
import io.vmcaster.testing.RealLists;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real lists' consumers made of them, said beforehand (format 1.4, 1.5, 2.1 and 2.8). */
class RealListsCheckTest {

  /** The errors that a list has for some of its consumers; of those that it has none for, none. */
  record Case(String list, List<String> errors) {}

  private static final String EXPIRED = "expired dc:date:expires";

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            RealLists.CERNVM,
            List.of(
                "hepix: message-expired-certificate, " + EXPIRED,
                "vmcatcher: message-expired-certificate, " + EXPIRED,
                "cloudkeeper: vo ad:vo, image-required ad:mpuri, image-required dc:date:expires,"
                    + " image-compressed hv:uri, "
                    + EXPIRED,
                "atrope: message-expired-certificate, image-required ad:group,"
                    + " image-required ad:mpuri, image-required ad:user:fullname,"
                    + " image-required ad:user:guid, image-required ad:user:uri,"
                    + " image-required dc:date:expires, image-required hv:format,"
                    + " image-required sl:osname, image-compressed hv:uri, "
                    + EXPIRED)),
        new Case(
            RealLists.APPDB,
            List.of(
                "hepix: message-expired-certificate",
                "vmcatcher: message-expired-certificate",
                "cloudkeeper: vo ad:vo, image-required dc:date:expires",
                "atrope: message-expired-certificate, image-required dc:date:expires")),
        new Case(
            RealLists.APPDB_CUT,
            List.of(
                "hepix: message-wrong-signature, message-expired-certificate,"
                    + " required dc:identifier",
                "vmcatcher: message-wrong-signature, message-expired-certificate,"
                    + " required dc:identifier",
                "cloudkeeper: vo ad:vo, required dc:identifier, image-required dc:date:expires",
                "atrope: message-wrong-signature, message-expired-certificate,"
                    + " required dc:identifier, image-required dc:date:expires")),
        new Case(
            RealLists.CLOUDKEEPER_WRONG,
            List.of(
                "hepix: message-wrong-signature, message-expired-certificate,"
                    + " message-other-signer",
                "vmcatcher: message-wrong-signature, message-expired-certificate,"
                    + " message-other-signer",
                "cloudkeeper: ",
                "atrope: message-wrong-signature, message-expired-certificate,"
                    + " message-other-signer")),
        new Case(RealLists.CLOUDKEEPER_JSON, onlyUnsigned()),
        new Case(RealLists.COMPLETE_JSON, onlyUnsigned()),
        new Case(
            RealLists.EXAMPLE_JSON,
            List.of(
                "vmcatcher: message-unsigned, " + EXPIRED,
                "cloudkeeper: vo ad:vo, image-required ad:mpuri, image-required dc:date:expires, "
                    + EXPIRED)));
  }

  private static List<String> onlyUnsigned() {
    return List.of(
        "hepix: message-unsigned",
        "vmcatcher: message-unsigned",
        "cloudkeeper: ",
        "atrope: message-unsigned");
  }

  @TempDir Path directory;
  private VmcasterRun vmcaster;

  @BeforeEach
  void begin() {
    vmcaster = VmcasterRun.in(directory);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void checkSaysWhatEachReaderDoes(Case list) {
    for (String expected : list.errors()) {
      String[] parts = expected.split(": ", 2);
      Set<String> errors = new TreeSet<>(List.of(parts[1].split(", ")));
      errors.remove("");
      assertThat(errors(list.list(), parts[0])).as(parts[0]).isEqualTo(errors);
    }
  }

  /** The errors for one consumer, as {@code rule key}, whatever image they are in. */
  private Set<String> errors(String list, String consumer) {
    VmcasterRun.Ran ran =
        vmcaster.runWith(
            RealLists.bytes(list), "--json", "--imagelist-check", "-", "--for", consumer);
    ObjectNode report = (ObjectNode) Json.read(ran.out(), "the report");
    Set<String> errors = new TreeSet<>();
    ((ArrayNode) report.get("findings"))
        .valueStream()
        .map(ObjectNode.class::cast)
        .filter(finding -> Json.text(finding, "severity").orElseThrow().equals("error"))
        .map(RealListsCheckTest::name)
        .forEach(errors::add);
    assertThat(ran.status()).isEqualTo(errors.isEmpty() ? 0 : 8);
    return errors;
  }

  private static String name(ObjectNode finding) {
    return (Json.text(finding, "rule").orElseThrow() + " " + Json.text(finding, "key").orElse(""))
        .strip();
  }

  /** What a list of others holds must not steer the terminal, nor make up findings. */
  @Test
  void checkShowsNoControlCharacters() throws Exception {
    Files.writeString(
        directory.resolve("list.json"),
        "{\"hv:imagelist\": {\"dc:identifier\": \"a\", \"hv:images\": [{\"hv:image\":"
            + " {\"hv:format\": \"\\u001b[2J\\nnote atrope: fine\"}}]}}");

    String out = vmcaster.run("--imagelist-check", "list.json", "--for", "atrope").out();

    assertThat(out).contains("\\u001b[2J\\nnote atrope: fine");
    assertThat(out.lines()).doesNotContain("note atrope: fine").noneMatch(l -> l.contains("\033"));
  }

  @Test
  void checkNamesABareListInTheCommandThatMendsIt() throws Exception {
    Files.writeString(
        directory.resolve("list.json"),
        new String(RealLists.bytes(RealLists.CLOUDKEEPER_JSON), UTF_8));

    assertThat(vmcaster.run("--imagelist-check", "list.json", "--for", "atrope").out())
        .containsPattern("vmcaster --imagelist [0-9a-f-]{36} --update");
  }

  /** A fixture that is valid until 2028, whose signer has never been its endorser. */
  @Test
  void checkSeesASignerWhoIsNotTheEndorser() {
    assertThat(errors(RealLists.CLOUDKEEPER, "vmcatcher")).contains("message-other-signer");
    assertThat(errors(RealLists.CLOUDKEEPER, "cloudkeeper")).isEmpty();
  }

  @Test
  void verifyTellsEachReasonToRefuse() throws Exception {
    Files.createDirectories(directory.resolve("anchors"));
    assertThat(verify(RealLists.CERNVM))
        .containsExactly(
            "ok      signature",
            "fault   chain",
            "fault   validity",
            "ok      purpose",
            "warning root",
            "ok      content",
            "ok      endorser",
            "fault   dates",
            "ok      version");
    assertThat(verify(RealLists.APPDB))
        .containsExactly(
            "ok      signature",
            "fault   chain",
            "fault   validity",
            "ok      purpose",
            "warning root",
            "ok      content",
            "ok      endorser",
            "ok      dates",
            "ok      version");
    assertThat(verify(RealLists.CLOUDKEEPER))
        .contains("ok      signature", "fault   chain", "fault   endorser", "ok      dates");
    for (String refused :
        List.of(RealLists.APPDB_CUT, RealLists.CLOUDKEEPER_WRONG, RealLists.EXAMPLE_JSON)) {
      assertThat(verify(refused)).containsExactly("fault   signature");
    }
  }

  private List<String> verify(String list) {
    VmcasterRun.Ran ran =
        vmcaster
            .runWith(RealLists.bytes(list), "--imagelist-verify", "-", "--ca-dir", "anchors")
            .ended(8);
    assertThat(ran.err()).as("nothing beside the checks").isEmpty();
    return ran.out().lines().map(line -> line.substring(0, line.indexOf(':'))).toList();
  }
}
