package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Item;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListImporterTest {

  private static final Selection LIST = new Selection(Item.Kind.LIST, ServiceSite.LIST.text());

  @TempDir Path directory;
  private ServiceSite site;

  @BeforeEach
  void open() throws Exception {
    site = new ServiceSite(directory);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private ListImporter importer(boolean force) {
    return new ListImporter(new ListEditor(site.repository(), false, site.run().messages()), force);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aDocumentBecomesOurListUnlessItIsOlder() {
    String newer = site.listJson().replace("1.0.0", "1.0.2").replace("\"Image\"", "\"Changed\"");
    importer(false).unsigned(bytes(newer), "newer");
    assertThat(site.told())
        .contains(
            "image list "
                + ServiceSite.LIST
                + " imported, version 1.0.2: 1 image, 0 new, 1 changed");
    importer(false).unsigned(bytes(newer), "newer");
    assertThat(site.told())
        .last()
        .isEqualTo("image list " + ServiceSite.LIST + " is as the file says already");

    assertThatThrownBy(() -> importer(false).unsigned(bytes(site.listJson()), "older"))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("is here in version 1.0.2, and the file has the older 1.0.0");
    importer(true).unsigned(bytes(site.listJson()), "older");
    assertThat(new ListViewer(site.repository()).metadata(LIST).get("hv:version").textValue())
        .isEqualTo("1.0.0");
  }

  @Test
  void whoSignedIsToldAndMayHaveToBeTrusted() throws Exception {
    site.upload(1);
    site.publish();
    byte[] message = Files.readAllBytes(directory.resolve("www/list.smime"));
    new ListEditor(site.repository(), false, Messages.SILENT).delete(LIST);

    site.told().clear();
    importer(false)
        .signed(message, "list", Optional.of(site.anchors()), true, site.run().messages());
    assertThat(site.told()).first().asString().endsWith(", whom the trust anchors know");

    Path nobody = Files.createDirectory(directory.resolve("nobody"));
    for (Optional<Path> anchors : List.of(Optional.of(nobody), Optional.<Path>empty())) {
      importer(false).signed(message, "list", anchors, false, Messages.SILENT);
      assertThatThrownBy(
              () -> importer(false).signed(message, "list", anchors, true, Messages.SILENT))
          .isInstanceOf(InvalidDataFailure.class)
          .hasMessageContaining("who is not trusted.");
    }
    message[message.length / 2] ^= 1;
    assertThatThrownBy(
            () -> importer(true).signed(message, "list", Optional.empty(), false, Messages.SILENT))
        .isInstanceOf(InvalidDataFailure.class);
  }
}
