package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Messages;
import io.vmcaster.faults.KilledMain;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Publication;
import io.vmcaster.repository.Repository;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.PostgresServer;
import io.vmcaster.testing.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moving everything from a file to PostgreSQL and back. */
class DatabaseCopyTest {

  private static final String FILE = "sqlite:///dish.db";
  private static PostgresServer server;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void everythingIsTheSameThereAndBack() throws Exception {
    String url = server.newDatabase("there");
    LocalSite site = eventfulSite();
    site.run("--database-copy", url).succeeded();
    site.run("-d", url, "--database-copy", "sqlite:///back.db").succeeded();
    String before = told(site, FILE);
    assertThat(before).contains("a:number", "1.50", "Second thoughts", "1.0.1", "1.0.2");
    assertThat(told(site, url)).isEqualTo(before);
    assertThat(told(site, "sqlite:///back.db")).isEqualTo(before);
    assertThat(held(url)).isEqualTo(held(FILE));
    assertThat(held("sqlite:///back.db")).isEqualTo(held(FILE));
    site.run("-d", url, "--update", "--imagelist", LIST).succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
    assertThat(site.file("www").toFile().list())
        .as("what was begun is undone there")
        .containsExactlyInAnyOrder("images", "list.smime");
  }

  /** A site with values of every type, two publications, and one that was broken off. */
  private LocalSite eventfulSite() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Files.writeString(
        site.file("other.json"),
        """
        {"hv:imagelist": {"dc:identifier": "other", "a:number": 1.50, "a:null": null,
          "a:true": true, "a:empty": "", "a:nested": {"b": [1, "1"]}, "a:text": "\\u00e9\\ud83d\\ude00",
          "hv:images": []}}
        """);
    site.run("--imagelist-import-json", "other.json").succeeded();
    site.run("--imagelist", LIST, "--imagelist-key-set", "dc:title", "--imagelist-value", "New")
        .succeeded();
    site.run("--update", "--imagelist", LIST).succeeded();
    site.child()
        .running(KilledMain.class)
        .behind("setsid") // the whole process group is killed
        .property("vmcaster.kill", FailPoint.LIST_SENT.name())
        .run("--update", "--imagelist", LIST)
        .ended(137);
    site.run(
            "--imagelist",
            LIST,
            "--imagelist-key-set",
            "dc:title",
            "--imagelist-value",
            "Second thoughts")
        .succeeded();
    return site;
  }

  /** What the program says of a database. */
  private static String told(LocalSite site, String url) {
    StringBuilder all = new StringBuilder();
    for (String[] arguments :
        new String[][] {
          {"--imagelist-list"},
          {"--image-list"},
          {"--endorser-list"},
          {"--imagelist", LIST, "--imagelist-show"},
          {"--imagelist", "other", "--imagelist-show"},
          {"--imagelist", LIST, "--imagelist-history"},
          {"--imagelist", LIST, "--imagelist-diff"},
          {"--imagelist", LIST, "--imagelist-diff", "1.0.1"},
          {"--status"},
          {"--status", "--json"},
        }) {
      List<String> whole = new ArrayList<>(List.of("-d", url));
      whole.addAll(List.of(arguments));
      all.append(String.join(" ", arguments)).append('\n');
      all.append(site.run(whole.toArray(String[]::new)).succeeded().out());
    }
    return all.toString();
  }

  /** What is kept and not shown: messages, sources, what was begun. */
  private List<String> held(String url) {
    List<String> all = new ArrayList<>();
    try (Repository open =
        Repository.open(
            url, new Environment(Map.of(), directory), Patience.LONG, Messages.SILENT)) {
      for (Publication each : open.contents().publications(new ListId(LIST))) {
        byte[] message = open.contents().publishedMessage(each.id()).orElseThrow();
        all.add(each.at() + " " + new String(message, StandardCharsets.ISO_8859_1));
      }
      open.contents()
          .intents()
          .forEach(intent -> all.add(intent.begun() + " " + intent.owner() + intent.details()));
      all.add(open.contents().source(new ImageId(IMAGE)).orElseThrow().toString());
    }
    assertThat(all).hasSize(4);
    return all;
  }

  @Test
  void aTargetThatHoldsSomethingIsLeftAlone() throws Exception {
    String url = server.newDatabase("full");
    LocalSite site = LocalSite.create(directory);
    site.run("-d", url, "--endorser-add", "/CN=Jane Doe").succeeded();
    assertThat(site.run("--database-copy", url).ended(2).err()).contains("is not empty");
    site.run("--database-copy", url, "--dry-run").ended(2);
    assertThat(site.run("-d", url, "--endorser-list").out()).isEqualTo("/CN=Jane Doe\n");
    assertThat(site.run("-d", url, "--imagelist-list").out()).isEmpty();
    assertThat(site.run("--database-copy", FILE).ended(2).err()).contains("itself");
  }

  @Test
  void whatIsBrokenOffLeavesNothing() throws Exception {
    String url = server.newDatabase("broken");
    LocalSite site = LocalSite.published(directory);
    Shell.run(
        directory,
        "sqlite3",
        "dish.db",
        "UPDATE ImagelistMetadata SET value = 'a' || char(0) || 'b' WHERE key = 'dc:title'");
    assertThat(site.run("--database-copy", url).ended(8).err())
        .contains(LIST, "dc:title", "character zero");
    assertThat(site.run("-d", url, "--image-list").succeeded().out()).isEmpty();
    site.run("--imagelist", LIST, "--imagelist-key-set", "dc:title", "--imagelist-value", "Whole")
        .succeeded();
    site.run("--database-copy", url).succeeded();
    assertThat(site.run("-d", url, "--image-list").succeeded().out()).isEqualTo(IMAGE + "\n");
  }
}
