package io.vmcaster.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that a finding gives is run as it stands, and the finding is gone. */
class FixesTest {

  /** A word of a command line that only the user can fill in, or a run that needs a server. */
  private static final Pattern OPEN = Pattern.compile(".* (?:VALUE|FILE|UUID|DN|--update)(?: .*)?");

  private static final Pattern WORD = Pattern.compile("'((?:[^']|'\\\\'')*)'|(\\S+)");

  @TempDir Path directory;
  private int number;

  @Test
  void eachCommandMends() throws Exception {
    List<String> mended = new ArrayList<>();
    for (EachRuleTest.Case broken : EachRuleTest.cases().toList()) {
      VmcasterRun imported = imported(broken.document());
      for (ObjectNode finding : imported == null ? List.<ObjectNode>of() : findings(imported)) {
        if (!OPEN.matcher(text(finding, "fix")).matches()) {
          fix(imported(broken.document()), finding, broken.name());
          mended.add(text(finding, "rule"));
        }
      }
    }
    assertThat(new TreeSet<>(mended)).hasSizeGreaterThan(7);
  }

  private static void fix(VmcasterRun vmcaster, ObjectNode finding, String name) {
    String fix = text(finding, "fix");
    VmcasterRun.Ran ran = vmcaster.run(words(fix));
    assertThat(ran.status()).as("%s: %s: %s", name, fix, ran.err()).isZero();
    assertThat(findings(vmcaster)).as("%s: %s", name, fix).doesNotContain(finding);
  }

  /** A database with that list in it; null when it cannot be imported. */
  private VmcasterRun imported(JsonNode document) throws Exception {
    Path context = Files.createDirectory(directory.resolve("d" + number++));
    VmcasterRun vmcaster = VmcasterRun.in(context);
    Files.writeString(context.resolve("list.json"), Json.pretty(document), UTF_8);
    return vmcaster.run("--imagelist-import-json", "list.json").status() == 0 ? vmcaster : null;
  }

  private static List<ObjectNode> findings(VmcasterRun vmcaster) {
    String id = Json.text(SampleList.good().inner(), Keys.IDENTIFIER).orElseThrow();
    VmcasterRun.Ran ran = vmcaster.run("--json", "--imagelist-check", "--imagelist", id);
    if (ran.status() == 4) {
      return List.of(); // its identifier is what is broken
    }
    ObjectNode report = (ObjectNode) Json.read(ran.out(), "the report");
    return ((ArrayNode) report.get("findings")).valueStream().map(ObjectNode.class::cast).toList();
  }

  private static String text(ObjectNode finding, String key) {
    return Json.text(finding, key).orElseThrow();
  }

  /** The words that a shell makes of a command line, the program's name left out. */
  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      String quoted = matcher.group(1);
      words.add(quoted == null ? matcher.group(2) : quoted.replace("'\\''", "'"));
    }
    return words.subList(1, words.size()).toArray(String[]::new);
  }
}
