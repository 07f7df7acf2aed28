package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list on the server that was damaged there, and a database that does not know of it. */
class DamagedListTest {

  @TempDir Path directory;
  private LocalSite site;

  /** The server has version 1.0.3; the database is a copy from the time of 1.0.1. */
  @BeforeEach
  void goBackInTime() throws Exception {
    site = LocalSite.published(directory);
    Files.copy(site.file("dish.db"), site.file("old.db"));
    site.run("--imagelist", LocalSite.LIST, "--update").succeeded();
    site.run("--imagelist", LocalSite.LIST, "--update").succeeded();
    Files.move(site.file("old.db"), site.file("dish.db"), StandardCopyOption.REPLACE_EXISTING);
  }

  private String updateOver(String there) throws Exception {
    Files.writeString(site.file("www/list.smime"), there);
    return site.run("--imagelist", LocalSite.LIST, "--update").succeeded().err();
  }

  @Test
  void aVersionThatWasPublicIsNotUsedAgain() throws Exception {
    String whole = site.published();

    assertThat(updateOver(whole.replace("An example", "No example")))
        .contains("list.smime holds no list that can be verified", "newer than ours (1.0.1)");
    assertThat(site.publicVersion()).isEqualTo("1.0.4");
  }

  @Test
  void notEvenWhenHalfTheListIsGone() throws Exception {
    String whole = site.published();
    int half = whole.indexOf("\n", whole.indexOf("\"hv:version\": \"1.0.3\""));

    assertThat(updateOver(whole.substring(0, half))).contains("it is going to be replaced");
    assertThat(site.publicVersion()).isEqualTo("1.0.4");
  }

  @Test
  void whatIsNoListIsReplaced() throws Exception {
    assertThat(updateOver("<html>It works!</html>")).contains("it is going to be replaced");
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }

  @Test
  void nothingIsPrunedWhileNobodyKnowsWhatIsPublic() throws Exception {
    String whole = site.published();
    Files.writeString(site.file("www/list.smime"), whole.replace("An example", "No example"));

    assertThat(site.run("--image-prune", "--keep", "1", "--yes").ended(8).err())
        .contains("list.smime", "its signature does not fit its content");
    assertThat(site.images()).hasSize(1);
  }
}
