package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a file: it is imported or refused, and a refusal changes nothing. */
class HostileImportTest {

  private static final long SEED = 20261123;
  private static final int MUTATIONS = 1000;

  private static final String LIST =
      """
      {"hv:imagelist": {
        "dc:identifier": "e38a3fd2-0ed8-11e2-873a-001cc0beb420",
        "dc:title": "a list", "hv:version": "1.0.2", "hv:uri": "https://example.org/list",
        "hv:endorser": {"hv:x509": {"hv:dn": "/CN=x", "hv:ca": "/CN=ca", "hv:email": "x@y"}},
        "hv:images": [
          {"hv:image": {"dc:identifier": "a", "hv:size": 12345, "hv:version": "2", "x:y": null}},
          {"hv:image": {"dc:identifier": "b", "hv:size": "777", "sl:comments": "\\u00e4\\n"}}
        ]}}
      """;

  @TempDir Path directory;
  private VmcasterRun vmcaster;

  @BeforeEach
  void importAList() {
    vmcaster = VmcasterRun.in(directory);
    load(LIST.getBytes(StandardCharsets.UTF_8)).succeeded();
  }

  private VmcasterRun.Ran load(byte[] json) {
    return vmcaster.runWith(json, "--imagelist-import-json", "-", "--force");
  }

  private byte[] content() {
    try {
      return Files.readAllBytes(directory.resolve("dish.db"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertRefused(byte[] json) {
    byte[] before = content();
    VmcasterRun.Ran ran = load(json).ended(8);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("vmcaster: error: ");
    assertThat(ran.err().lines().count()).isLessThanOrEqualTo(2);
    assertThat(content()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "7",
        "\"text\"",
        "{}",
        "{\"hv:imagelist\": null}",
        "{\"hv:imagelist\": []}",
        "{\"hv:imagelist\": {}}",
        "{\"hv:imagelist\": {\"dc:identifier\": null}}",
        "{\"hv:imagelist\": {\"dc:identifier\": 5}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"\"}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\\ny\"}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\"}, \"more\": 1}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\"}} trailing",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"hv:images\": {}}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"hv:images\": [{}]}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"hv:images\": [null]}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"hv:images\": [{\"hv:image\": 1}]}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"hv:images\": [{\"hv:image\": {}}]}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"hv:endorser\": \"me\"}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"hv:endorser\": {\"hv:x509\": {}}}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"a\": 1, \"a\": 2}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"a\": \"\\ud800\"}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"a\": \"\\u0000\"}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"a\": NaN}}",
        "{\"hv:imagelist\": {\"dc:identifier\": \"x\", \"a\": 01}}",
        "{'hv:imagelist': {}}",
      })
  void refuses(String json) {
    assertRefused(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void refusesTwoImagesOfOneName() {
    assertRefused(LIST.replace("\"b\"", "\"a\"").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void refusesOtherEncodings() {
    assertRefused(LIST.replace("a list", "\u00e4").getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(LIST.getBytes(StandardCharsets.UTF_16));
  }

  @Test
  void refusesDeepNests() {
    assertRefused("[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
    assertRefused(
        LIST.replace("null", "[".repeat(200) + "]".repeat(200)).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void refusesHugeNumbersAndKeepsLongStrings() {
    assertRefused(LIST.replace("12345", "9".repeat(5000)).getBytes(StandardCharsets.UTF_8));
    String longText = "x".repeat(2_000_000);
    load(LIST.replace("a list", longText).getBytes(StandardCharsets.UTF_8)).succeeded();
    assertThat(vmcaster.run("--imagelist", "e38a3fd2", "--imagelist-show").out())
        .contains(longText);
  }

  @Test
  void refusesEveryTruncation() {
    byte[] whole = LIST.strip().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length += 7) {
      VmcasterRun.Ran ran = load(java.util.Arrays.copyOf(whole, length)).ended(8);
      assertThat(ran.out()).isEmpty();
    }
  }

  @Test
  void refusesAFileThatIsTooLarge() throws IOException {
    Path sparse = directory.resolve("sparse");
    try (var channel =
        java.nio.channels.FileChannel.open(
            sparse,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.allocate(1), 200_000_000L);
    }
    assertThat(vmcaster.run("--imagelist-import-json", "sparse").ended(8).err())
        .contains("larger than");
    Files.delete(sparse);
  }

  @Test
  void importsOrRefusesAThousandMutations() {
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutate(random);
      byte[] before = content();
      VmcasterRun.Ran ran = load(mutated);
      String told = "seed " + SEED + ", mutation " + i + ":\n" + ran.err();
      assertThat(ran.status()).as(told).isIn(0, 8);
      assertThat(ran.err()).as(told).doesNotContain("\tat ", "fault in vmcaster");
      if (ran.status() == 8) {
        refused++;
        assertThat(content()).as(told).isEqualTo(before);
      }
    }
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS - MUTATIONS / 10);
  }

  /** Some bytes changed, removed or doubled, now and then inside a string only. */
  private static byte[] mutate(Random random) {
    StringBuilder text = new StringBuilder(LIST);
    for (int n = random.nextInt(3); n >= 0; n--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
        case 3 -> text.setCharAt(at, "{}[]\",:0\\n".charAt(random.nextInt(10)));
        default -> text.setCharAt(at, Character.isLetter(text.charAt(at)) ? 'z' : text.charAt(at));
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
