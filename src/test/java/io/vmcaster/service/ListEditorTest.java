package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListEditorTest {

  private static final ImageId NEW = new ImageId("0c3b6ef0-5f1e-4a8c-9a55-6a1d3a2f6a01");
  private static final Selection LIST = new Selection(Item.Kind.LIST, "9b6fad19");
  private static final Selection IMAGE = new Selection(Item.Kind.IMAGE, ServiceSite.IMAGE.text());

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

  private ListEditor editor(boolean dryRun) {
    return new ListEditor(site.repository(), dryRun, Messages.SILENT);
  }

  private ListViewer viewer() {
    return new ListViewer(site.repository());
  }

  private static Map<String, JsonNode> values(String key, String value) {
    return Map.of(key, MetadataValues.of(key, value));
  }

  @Test
  void valuesAreSetAndRemoved() {
    assertThat(editor(false).set(LIST, values("dc:title", "New")).steps())
        .containsExactly("dc:title of image list " + ServiceSite.LIST + " set");
    assertThat(viewer().metadata(LIST).get("dc:title").textValue()).isEqualTo("New");
    assertThat(editor(false).set(IMAGE, values("hv:size", "much")).warnings())
        .containsExactly("hv:size 'much' is not a number of bytes");

    editor(false).remove(LIST, List.of("dc:title"));
    assertThat(viewer().metadata(LIST).has("dc:title")).isFalse();
    assertThatThrownBy(() -> editor(false).remove(LIST, List.of("dc:source", "dc:title")))
        .isInstanceOf(NotFoundFailure.class)
        .hasMessageContaining("has no key 'dc:title'");
    assertThat(viewer().metadata(LIST).has("dc:source")).isTrue();
  }

  @Test
  void aDryRunChangesNothing() {
    ListEditor editor = editor(true);
    assertThat(editor.delete(LIST).steps()).isNotEmpty();
    editor.add(new ListId("0c3b6ef0-5f1e-4a8c-9a55-6a1d3a2f6a02"));
    editor.set(IMAGE, values("dc:title", "New"));
    assertThat(viewer().items(Item.Kind.LIST)).hasToString("[" + ServiceSite.LIST + "]");
    assertThat(viewer().metadata(IMAGE).get("dc:title").textValue()).isEqualTo("Image");
  }

  @Test
  void aNewImageBeginsWithWhatTheListShares() {
    ListEditor.NewImage asked =
        new ListEditor.NewImage(NEW, Optional.of(LIST), Optional.of(IMAGE), values("sl:os", "x"));
    editor(false).add(asked);
    Selection added = new Selection(Item.Kind.IMAGE, NEW.text());
    assertThat(viewer().metadata(added).get("sl:arch").textValue()).isEqualTo("x86_64");
    assertThat(viewer().metadata(added).get("sl:os").textValue()).isEqualTo("x");
    assertThat(viewer().metadata(added).get("hv:uri").textValue())
        .isEqualTo("https://example.org/images/" + NEW);
    assertThat(viewer().metadata(added).has("dc:title")).isFalse();

    editor(false).disconnect(LIST, List.of(IMAGE));
    ListEditor.NewImage stranger =
        new ListEditor.NewImage(
            new ImageId("0c3b6ef0-5f1e-4a8c-9a55-6a1d3a2f6a03"),
            Optional.of(LIST),
            Optional.of(IMAGE),
            Map.of());
    assertThatThrownBy(() -> editor(false).add(stranger))
        .isInstanceOf(UsageFailure.class)
        .hasMessageContaining("which is not in");
  }

  @Test
  void membersAreBoundOnceAndTakenOnce() {
    assertThat(editor(false).connect(LIST, List.of(IMAGE)).steps())
        .singleElement()
        .asString()
        .endsWith("already");
    editor(false).disconnect(LIST, List.of(IMAGE));
    assertThat(viewer().listsWithImages()).containsEntry(ServiceSite.LIST, List.of());
    assertThatThrownBy(() -> editor(false).disconnect(LIST, List.of(IMAGE)))
        .isInstanceOf(NotFoundFailure.class);
    editor(false).connect(LIST, List.of(IMAGE));
    assertThat(viewer().members(LIST, Item.Kind.IMAGE)).hasToString("[" + ServiceSite.IMAGE + "]");
    Selection nowhere = new Selection(Item.Kind.LIST, NEW.text());
    assertThatThrownBy(() -> editor(false).connect(nowhere, List.of()))
        .isInstanceOf(NotFoundFailure.class);
  }

  @Test
  void whoIsDeletedLeavesTheLists() {
    assertThat(editor(false).delete(IMAGE).steps()).hasSize(2);
    assertThat(viewer().list(LIST).images()).isEmpty();
    assertThatThrownBy(() -> editor(false).delete(IMAGE)).isInstanceOf(NotFoundFailure.class);
  }

  @Test
  void theCertificateNamesAnEndorser() {
    ListEditor.Change change = editor(false).add(site.context().signer().certificate());
    assertThat(change.steps().get(0)).endsWith("is there already");
    Dn dn = viewer().list(LIST).endorsers().get(0).dn();
    editor(false).delete(new Selection(Item.Kind.ENDORSER, dn.text()));
    editor(false).add(site.context().signer().certificate());
    assertThat(viewer().metadata(new Selection(Item.Kind.ENDORSER, dn.text())).has("hv:ca"))
        .isTrue();
  }
}
