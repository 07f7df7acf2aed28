package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Creating, changing, binding and deleting, seen from outside. */
class EditTest {

  private static final String LIST = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";
  private static final String IMAGE = "7b1aea46-8776-4447-9450-00e720fc042c";
  private static final String OTHER = "5f00fec3-4f2a-4fa0-a965-d52115606044";
  private static final String DN = "/C=DE/O=GermanGrid/OU=DESY/CN=Owen Synge";

  @TempDir Path directory;
  private VmcasterRun vmcaster;

  @BeforeEach
  void begin() {
    vmcaster = VmcasterRun.in(directory);
  }

  private String out(String... arguments) {
    return vmcaster.run(arguments).succeeded().out();
  }

  private String failure(int status, String... arguments) {
    VmcasterRun.Ran ran = vmcaster.run(arguments).ended(status);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("vmcaster: error: ");
    return ran.err();
  }

  @Test
  void aNewDatabaseIsEmpty() {
    assertThat(out("--imagelist-list")).isEmpty();
    assertThat(out("--image-list")).isEmpty();
    assertThat(out("--endorser-list")).isEmpty();
    assertThat(out("--json", "--imagelist-list")).isEqualTo("[]\n");
  }

  @Test
  void createsAndListsInOrder() {
    assertThat(out("--imagelist-add", LIST)).isEmpty();
    out("--image-add", OTHER);
    out("--image-add", IMAGE, "--imagelist", LIST);
    out("--endorser-add", DN);

    assertThat(out("--imagelist-list")).isEqualTo(LIST + "\t" + IMAGE + "\n");
    assertThat(out("--image-list")).isEqualTo(OTHER + "\n" + IMAGE + "\n");
    assertThat(out("--endorser-list")).isEqualTo(DN + "\n");
  }

  @Test
  void aListWithoutImagesStandsAlone() {
    out("--imagelist-add", LIST);

    assertThat(out("--imagelist-list")).isEqualTo(LIST + "\n");
    assertThat(out("--imagelist", LIST, "--imagelist-show"))
        .isEqualTo(
            "{\n    \"hv:imagelist\": {\n        \"dc:identifier\": \""
                + LIST
                + "\",\n        \"hv:images\": []\n    }\n}\n");
  }

  @Test
  void theSelectionStandsInForTheValue() {
    out("--imagelist", LIST, "--imagelist-add");
    out("--imagelist-add", "--imagelist", LIST);
    out("--image", IMAGE, "--image-add");
    out("--endorser", DN, "--endorser-add");

    assertThat(out("--imagelist-list")).isEqualTo(LIST + "\n");
    assertThat(out("--image-list")).isEqualTo(IMAGE + "\n");
    assertThat(out("--endorser-list")).isEqualTo(DN + "\n");
  }

  @Test
  void creatingAgainChangesNothing() {
    out("--imagelist-add", LIST);
    out("--imagelist", LIST, "--imagelist-key-set", "dc:title", "--imagelist-value", "t");

    assertThat(vmcaster.run("--imagelist-add", LIST).succeeded().err()).contains("there already");
    assertThat(out("--imagelist", LIST, "--imagelist-keys")).isEqualTo("dc:title\tt\n");
  }

  @Test
  void setsSeveralValuesInOrder() {
    out("--image-add", IMAGE);
    out(
        "--image",
        IMAGE, //
        "--image-key-set",
        "dc:title",
        "--image-value",
        "first",
        "--image-key-set",
        "hv:size",
        "--image-value",
        "4711",
        "--image-key-set",
        "sl:comments",
        "--image-value",
        "");

    assertThat(out("--image", IMAGE, "--image-keys"))
        .isEqualTo("dc:title\tfirst\nhv:size\t4711\nsl:comments\t\n");
    assertThat(out("--image", IMAGE, "--image-show"))
        .isEqualTo(
            "{\n    \"dc:identifier\": \""
                + IMAGE
                + "\",\n    \"dc:title\": \"first\",\n    \"hv:size\": 4711,\n"
                + "    \"sl:comments\": \"\"\n}\n");
  }

  @Test
  void takesValuesThatLookLikeOptions() {
    out("--image-add", IMAGE);
    out("--image", IMAGE, "--image-key-set", "dc:title", "--image-value", "--image-show");
    assertThat(out("--image", IMAGE, "--image-keys")).isEqualTo("dc:title\t--image-show\n");
    out("--image", IMAGE, "--image-key-set", "dc:title", "--image-value=-x=y z");
    assertThat(out("--image", IMAGE, "--image-keys")).isEqualTo("dc:title\t-x=y z\n");
    out("--image", IMAGE, "--image-key-set", "dc:title", "--image-value", "@" + directory);
    assertThat(out("--image", IMAGE, "--image-keys")).isEqualTo("dc:title\t@" + directory + "\n");
    out("--image", IMAGE, "--image-key-set", "dc:title", "--image-value", "\"quoted\"");
    assertThat(out("--image", IMAGE, "--image-keys")).isEqualTo("dc:title\t\"quoted\"\n");
  }

  @Test
  void takesValuesFromFilesAsTheyAre() throws IOException {
    Files.writeString(directory.resolve("a value"), "two\nlines äöü\n");
    out("--image-add", IMAGE);
    out("--image", IMAGE, "--image-key-set", "a:b", "--image-value-file", "a value");

    assertThat(out("--json", "--image", IMAGE, "--image-keys"))
        .isEqualTo("{\n    \"a:b\": \"two\\nlines \\u00e4\\u00f6\\u00fc\\n\"\n}\n");
    assertThat(out("--image", IMAGE, "--image-keys")).isEqualTo("a:b\ttwo\\nlines äöü\\n\n");
  }

  @Test
  void refusesFilesOfValuesThatCannotBeRead() throws IOException {
    Files.write(directory.resolve("latin"), new byte[] {(byte) 0xe4});
    Files.write(directory.resolve("zero"), new byte[] {0});
    out("--image-add", IMAGE);
    String[] set = {"--image", IMAGE, "--image-key-set", "a:b", "--image-value-file"};

    assertThat(failure(4, with(set, "missing"))).contains("there is no file missing");
    assertThat(failure(4, with(set, "."))).contains("is a directory");
    assertThat(failure(8, with(set, "latin"))).contains("not valid UTF-8");
    assertThat(failure(8, with(set, "zero"))).contains("character zero");
    assertThat(out("--image", IMAGE, "--image-keys")).isEmpty();
  }

  private static String[] with(String[] arguments, String last) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return all;
  }

  @Test
  void takesManyValuesFromAFile() throws IOException {
    Files.writeString(directory.resolve("v.json"), "{\"dc:title\": \"t\", \"hv:size\": 5}");
    Files.writeString(directory.resolve("v.txt"), "# mine\n\nsl:os = Linux \nhv:size=6\n");
    out("--image-add", IMAGE, "--image-values", "v.json");
    out(
        "--image",
        IMAGE,
        "--image-values",
        "v.txt",
        "--image-key-set",
        "a:b",
        "--image-value",
        "c");

    assertThat(out("--image", IMAGE, "--image-show"))
        .contains(
            "\"dc:title\": \"t\"", "\"hv:size\": 6", "\"sl:os\": \"Linux\"", "\"a:b\": \"c\"");
    Files.writeString(directory.resolve("v.txt"), "dc:identifier = x");
    assertThat(failure(8, "--image", IMAGE, "--image-values", "v.txt"))
        .contains("v.txt, line 1", "set by the program alone");
    Files.writeString(directory.resolve("v.txt"), "dc:title = a\nsl:os = b\ndc:title = c\n");
    assertThat(failure(8, "--image", IMAGE, "--image-values", "v.txt"))
        .contains("v.txt, line 3 gives dc:title again");
  }

  /** As editors of other systems save them: with a byte order mark and their line ends. */
  @Test
  void takesValuesFromAFileWithAByteOrderMark() throws IOException {
    Files.writeString(directory.resolve("v.json"), "\uFEFF{\"dc:title\": \"t\"}");
    Files.writeString(directory.resolve("v.txt"), "\uFEFFsl:os = Linux\r\nsl:arch = x86=64\r\n");
    out("--image-add", IMAGE, "--image-values", "v.json");
    out("--image", IMAGE, "--image-values", "v.txt");

    assertThat(out("--image", IMAGE, "--image-keys"))
        .isEqualTo("dc:title\tt\nsl:arch\tx86=64\nsl:os\tLinux\n");
  }

  @Test
  void takesValuesOfListsAndEndorsersFromFilesToo() throws IOException {
    Files.writeString(directory.resolve("v.txt"), "dc:title = Ours\n");
    out("--imagelist-add", LIST);
    out("--imagelist", LIST, "--imagelist-values", "v.txt");
    out("--endorser-add", "/CN=Jane");
    out(
        "--endorser",
        "/CN=Jane",
        "--endorser-values",
        "v.txt",
        "--endorser-key-set",
        "hv:email",
        "--endorser-value",
        "jane@example.org");

    assertThat(out("--imagelist", LIST, "--imagelist-keys")).contains("dc:title\tOurs\n");
    assertThat(out("--endorser", "/CN=Jane", "--endorser-keys"))
        .contains("dc:title\tOurs\n", "hv:email\tjane@example.org\n");
  }

  @Test
  void aKeySetTwiceIsThereOnceInAListOrNot() {
    out("--image-add", IMAGE);
    out("--image", IMAGE, "--image-key-set", "a:b", "--image-value", "first");
    out("--image", IMAGE, "--image-key-set", "a:b", "--image-value", "second");
    out("--imagelist-add", LIST);
    out("--connect", "--imagelist", LIST, "--image", IMAGE);
    out("--image", IMAGE, "--image-key-set", "a:b", "--image-value", "third");

    assertThat(out("--image", IMAGE, "--image-keys")).isEqualTo("a:b\tthird\n");
    out("--image", IMAGE, "--image-key-del", "a:b");
    assertThat(out("--image", IMAGE, "--image-keys")).isEmpty();
  }

  @Test
  void removesKeys() {
    out("--endorser-add", DN);
    out(
        "--endorser",
        DN, //
        "--endorser-key-set",
        "hv:email",
        "--endorser-value",
        "o@example.org",
        "--endorser-key-set",
        "dc:creator",
        "--endorser-value",
        "Owen");
    out("--endorser", DN, "--endorser-key-del", "hv:email");

    assertThat(out("--endorser", DN, "--endorser-show"))
        .isEqualTo("{\n    \"dc:creator\": \"Owen\",\n    \"hv:dn\": \"" + DN + "\"\n}\n");
    assertThat(failure(4, "--endorser", DN, "--endorser-key-del", "hv:email"))
        .contains("has no key 'hv:email'");
  }

  @Test
  void bindsAndUnbinds() {
    out("--imagelist-add", LIST);
    out("--image-add", IMAGE);
    out("--endorser-add", DN);
    out("--connect", "--imagelist", LIST, "--image", IMAGE, "--endorser", DN);

    assertThat(out("--imagelist-list")).isEqualTo(LIST + "\t" + IMAGE + "\n");
    assertThat(out("--imagelist", LIST, "--imagelist-show")).contains("\"hv:dn\": \"" + DN + "\"");
    assertThat(vmcaster.run("--connect", "--imagelist", LIST, "--image", IMAGE).succeeded().err())
        .contains("already");

    out("--disconnect", "--imagelist", LIST, "--endorser", DN);
    assertThat(out("--imagelist", LIST, "--imagelist-show")).doesNotContain("hv:endorser");
    assertThat(failure(4, "--disconnect", "--imagelist", LIST, "--endorser", DN))
        .contains("is not in image list " + LIST);
  }

  @Test
  void deletesAListAndLeavesItsImages() {
    out("--imagelist-add", LIST);
    out("--image-add", IMAGE, "--imagelist", LIST);
    out("--imagelist-del", "--imagelist", LIST);

    assertThat(out("--imagelist-list")).isEmpty();
    assertThat(out("--image-list")).isEqualTo(IMAGE + "\n");
  }

  @Test
  void whatWasDeletedStaysDeleted() {
    out("--imagelist-add", LIST);
    out("--image-add", IMAGE, "--imagelist", LIST);
    out("--endorser-add", DN);
    out("--endorser", DN, "--endorser-key-set", "hv:ca", "--endorser-value", "/CN=CA");
    out("--connect", "--imagelist", LIST, "--endorser", DN);
    out("--imagelist", LIST, "--imagelist-key-set", "dc:title", "--imagelist-value", "old");
    out("--image", IMAGE, "--image-key-set", "dc:title", "--image-value", "old");
    out("--imagelist-del", LIST);
    out("--image-del", IMAGE);
    out("--endorser-del", DN);

    out("--imagelist-add", LIST);
    out("--image-add", OTHER);
    out("--endorser-add", "/CN=somebody else");

    assertThat(out("--imagelist-list")).isEqualTo(LIST + "\n");
    assertThat(out("--imagelist", LIST, "--imagelist-show")).doesNotContain("old", "hv:endorser");
    assertThat(out("--image", OTHER, "--image-keys")).isEmpty();
    assertThat(out("--endorser", "/CN=somebody else", "--endorser-keys")).isEmpty();
  }

  @Test
  void saysWhatIsNotThere() {
    assertThat(failure(4, "--imagelist", LIST, "--imagelist-show"))
        .contains("there is no image list '" + LIST + "'", "--imagelist-list");
    failure(4, "--image", IMAGE, "--image-show");
    failure(4, "--endorser", DN, "--endorser-show");
    failure(4, "--image-del", IMAGE);
    failure(4, "--imagelist", LIST, "--imagelist-keys");
    failure(4, "--image", IMAGE, "--image-key-set", "a:b", "--image-value", "c");
    failure(4, "--image-add", IMAGE, "--imagelist", LIST);
    failure(4, "--connect", "--imagelist", LIST, "--image", IMAGE);
    assertThat(out("--image-list")).isEmpty();
  }

  @Test
  void aUniqueBeginningSelects() {
    out("--imagelist-add", LIST);
    out("--image-add", IMAGE);
    out("--image-add", "7b1aea46-0000-4447-9450-00e720fc042c");

    assertThat(out("--imagelist", "E38A3FD2", "--imagelist-show")).contains(LIST);
    assertThat(failure(4, "--imagelist", "e38a3fd", "--imagelist-show")).contains("there is no");
    assertThat(failure(4, "--image", "7b1aea46", "--image-show"))
        .contains("more than one image", IMAGE, "7b1aea46-0000-4447-9450-00e720fc042c");
    assertThat(out("--image", "7b1aea46-8", "--image-show")).contains(IMAGE);
  }

  @Test
  void beginsLikeAnotherImage() {
    out("--imagelist-add", LIST);
    out("--image-add", OTHER, "--imagelist", LIST);
    out(
        "--image",
        OTHER, //
        "--image-key-set",
        "sl:os",
        "--image-value",
        "Linux",
        "--image-key-set",
        "hv:size",
        "--image-value",
        "5",
        "--image-key-set",
        "dc:title",
        "--image-value",
        "theirs",
        "--image-key-set",
        "hv:uri",
        "--image-value",
        "https://example.org/images/x.img");
    out(
        "--image-add",
        IMAGE,
        "--imagelist",
        LIST,
        "--like",
        OTHER, //
        "--image-key-set",
        "dc:title",
        "--image-value",
        "mine");

    assertThat(out("--image", IMAGE, "--image-keys"))
        .isEqualTo(
            "dc:title\tmine\nhv:uri\thttps://example.org/images/" + IMAGE + "\nsl:os\tLinux\n");
  }

  @Test
  void aDryRunChangesNothing() {
    out("--imagelist-add", LIST);

    assertThat(vmcaster.run("--dry-run", "--image-add", IMAGE, "--imagelist", LIST).succeeded())
        .satisfies(ran -> assertThat(ran.err()).contains("would be done: image " + IMAGE))
        .satisfies(ran -> assertThat(ran.out()).isEmpty());
    out("--dry-run", "--imagelist-del", LIST);
    failure(4, "--dry-run", "--image-del", IMAGE);
    assertThat(out("--imagelist-list")).isEqualTo(LIST + "\n");
  }

  @Test
  void everyActionSpeaksJson() {
    assertThat(out("--json", "--imagelist-add", LIST))
        .contains("\"done\": [", "image list " + LIST + " created", "\"dry-run\": false");
    out("--image-add", IMAGE, "--imagelist", LIST);
    assertThat(out("--json", "--imagelist-list"))
        .isEqualTo(
            "[\n    {\n        \"image\": \""
                + IMAGE
                + "\",\n        \"imagelist\": \""
                + LIST
                + "\"\n    }\n]\n");
    assertThat(out("--json", "--image-list")).isEqualTo("[\n    \"" + IMAGE + "\"\n]\n");
    VmcasterRun.Ran failed = vmcaster.run("--json", "--image", OTHER, "--image-show").ended(4);
    assertThat(failed.out()).contains("\"kind\": \"not-found\"", "\"status\": 4");
    assertThat(failed.err()).contains("there is no image");
  }

  @Test
  void saysAsMuchAsIsAskedFor() {
    assertThat(vmcaster.run("--imagelist-add", LIST).succeeded().err())
        .isEqualTo("vmcaster: image list " + LIST + " created\n");
    assertThat(vmcaster.run("-q", "--imagelist-del", LIST).succeeded().err()).isEmpty();
    assertThat(vmcaster.run("-q", "--imagelist-del", LIST).ended(4).err())
        .startsWith("vmcaster: error: there is no image list");
  }

  @Test
  void escapesWhatATerminalWouldObey() {
    out("--image-add", IMAGE);
    out("--image", IMAGE, "--image-key-set", "a:b", "--image-value", "\u001b[31mred\t\u202e");

    assertThat(out("--image", IMAGE, "--image-keys")).isEqualTo("a:b\t\\u001b[31mred\\t\\u202e\n");
  }

  @Test
  void warnsOfASizeThatIsNone() {
    out("--image-add", IMAGE);

    assertThat(
            vmcaster
                .run("--image", IMAGE, "--image-key-set", "hv:size", "--image-value", "big")
                .succeeded()
                .err())
        .contains("vmcaster: warning: hv:size 'big' is not a number of bytes");
  }

  @Test
  void keepsALog() throws IOException {
    out("--imagelist-add", LIST, "--log-file", "log");
    vmcaster.run("-q", "--image", IMAGE, "--image-show", "--log-file", "log").ended(4);
    vmcaster.run("--image-del", IMAGE, "--log-file", "log.json", "--log-format", "json").ended(4);

    assertThat(Files.readAllLines(directory.resolve("log")))
        .hasSize(2)
        .first()
        .asString()
        .endsWith("Z info image list " + LIST + " created");
    assertThat(Files.readString(directory.resolve("log.json"))).contains("\"level\":\"error\"");
    assertThat(vmcaster.run("--image-list", "--log-file", ".").ended(3).err()).contains("log file");
  }
}
