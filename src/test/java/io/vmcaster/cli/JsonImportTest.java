package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.VmcasterRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Importing bare JSON: what our list becomes, and what is refused. */
class JsonImportTest {

  private static final String LIST = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";
  private static final String SECOND = "f38a3fd2-0ed8-11e2-873a-001cc0beb420";

  @TempDir Path directory;
  private VmcasterRun vmcaster;

  @BeforeEach
  void begin() {
    vmcaster = VmcasterRun.in(directory);
  }

  private VmcasterRun.Ran load(String json, String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "--imagelist-import-json";
    arguments[1] = "-";
    System.arraycopy(more, 0, arguments, 2, more.length);
    return vmcaster.runWith(json.getBytes(StandardCharsets.UTF_8), arguments);
  }

  private String shown(String list) {
    return vmcaster.run("--imagelist", list, "--imagelist-show").succeeded().out();
  }

  private static String list(String id, String version, String... images) {
    return "{\"hv:imagelist\": {\"dc:identifier\": \""
        + id
        + "\", \"hv:version\": \""
        + version
        + "\", \"hv:images\": ["
        + String.join(", ", images)
        + "], \"hv:endorser\": {\"hv:x509\": {\"hv:dn\": \"/CN=x\", \"hv:ca\": \"/CN=ca\"}}}}";
  }

  private static String image(String id, String version, String title) {
    return "{\"hv:image\": {\"dc:identifier\": \""
        + id
        + "\", \"hv:version\": \""
        + version
        + "\", \"dc:title\": \""
        + title
        + "\"}}";
  }

  @Test
  void printsThePairs() {
    assertThat(load(list(LIST, "1", image("a", "1", "t"), image("b", "1", "t"))).succeeded().out())
        .isEqualTo(LIST + "\ta\n" + LIST + "\tb\n");
    assertThat(load(list(SECOND, "1")).succeeded().out()).isEqualTo(SECOND + "\n");
  }

  @Test
  void losesNothingOnARoundTrip() {
    String odd =
        """
        {
            "hv:imagelist": {
                "dc:identifier": "any identifier",
                "hv:endorser": {
                    "hv:x509": {
                        "hv:dn": "/CN=\\u00fc",
                        "x:null": null
                    }
                },
                "hv:images": [
                    {
                        "hv:image": {
                            "dc:identifier": "z",
                            "hv:size": 12345678901234567890,
                            "x:float": 1.50,
                            "x:nested": {
                                "a": [
                                    1,
                                    {},
                                    []
                                ]
                            },
                            "x:true": true
                        }
                    },
                    {
                        "hv:image": {
                            "dc:identifier": "a",
                            "hv:size": "77",
                            "sl:comments": ""
                        }
                    }
                ],
                "hv:version": "latest",
                "no namespace": "\\ud83d\\ude00"
            }
        }
        """;
    load(odd).succeeded();
    assertThat(shown("any identifier")).isEqualTo(odd);

    assertThat(load(shown("any identifier")).succeeded().err()).contains("as the file says");
    assertThat(shown("any identifier")).isEqualTo(odd);
  }

  @Test
  void takesTheBareInnerObject() {
    load("{\"dc:identifier\": \"" + LIST + "\", \"hv:images\": []}").succeeded();

    assertThat(shown(LIST)).contains(LIST);
  }

  @Test
  void becomesWhatANewerFileSays() {
    load(list(LIST, "1", image("a", "1", "t"), image("b", "1", "t"))).succeeded();
    vmcaster
        .run("--imagelist", LIST, "--imagelist-key-set", "dc:title", "--imagelist-value", "mine")
        .succeeded();
    load(list(LIST, "2", image("c", "1", "t"), image("b", "2", "new"))).succeeded();

    assertThat(vmcaster.run("--imagelist-list").out()).isEqualTo(LIST + "\tc\n" + LIST + "\tb\n");
    assertThat(shown(LIST)).contains("\"new\"").doesNotContain("mine");
    assertThat(vmcaster.run("--image-list").out()).contains("a\n");
  }

  @Test
  void refusesAnOlderListUnlessForced() {
    load(list(LIST, "1.10", image("a", "1", "t"))).succeeded();
    String before = shown(LIST);

    VmcasterRun.Ran refused = load(list(LIST, "1.9", image("b", "1", "t"))).ended(8);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("version 1.10", "the older 1.9", "--force");
    assertThat(shown(LIST)).isEqualTo(before);
    assertThat(vmcaster.run("--image-list").out()).isEqualTo("a\n");

    load(list(LIST, "1.9", image("b", "1", "t")), "--force").succeeded();
    assertThat(vmcaster.run("--imagelist-list").out()).isEqualTo(LIST + "\tb\n");
  }

  @Test
  void keepsANewerImageUnlessForced() {
    load(list(LIST, "1", image("a", "5", "ours"))).succeeded();

    assertThat(load(list(LIST, "2", image("a", "4", "theirs"))).succeeded().err())
        .contains("warning: image a stays as it is here, in version 5");
    assertThat(shown(LIST)).contains("ours", "\"hv:version\": \"2\"").doesNotContain("theirs");
    load(list(LIST, "2", image("a", "4", "theirs")), "--force").succeeded();
    assertThat(shown(LIST)).contains("theirs");
  }

  @Test
  void saysWhatOtherListsShare() {
    load(list(SECOND, "1", image("a", "1", "t"))).succeeded();
    String changed = list(LIST, "1", image("a", "2", "t")).replace("/CN=ca", "/CN=other ca");

    assertThat(load(changed).succeeded().err())
        .contains("image a is changed by this import; it is also in " + SECOND)
        .contains("endorser /CN=x is changed by this import; it is also in " + SECOND);
    assertThat(
            load(list("third", "1", image("a", "2", "t")).replace("/CN=ca", "/CN=other ca"))
                .succeeded()
                .err())
        .doesNotContain("warning");
  }

  @Test
  void aVersionWithoutNumbersLosesNothing() {
    load(list(LIST, "v2014", image("a", "latest", "t"))).succeeded();

    assertThat(shown(LIST)).contains("v2014", "latest", "\"dc:title\": \"t\"");
  }

  @Test
  void aDryRunOnlySays() {
    VmcasterRun.Ran ran = load(list(LIST, "1", image("a", "1", "t")), "--dry-run").succeeded();

    assertThat(ran.out()).isEqualTo(LIST + "\ta\n");
    assertThat(ran.err()).contains("would be done: image list " + LIST + " imported");
    assertThat(vmcaster.run("--imagelist-list").out()).isEmpty();
  }
}
