package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Version;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListViewerTest {

  private static final ListId OTHER = new ListId("9b6fad19-0000-4cca-b77d-c4b4fcd9dc36");
  private static final Selection LIST = new Selection(Item.Kind.LIST, ServiceSite.LIST.text());

  @TempDir Path directory;
  private ServiceSite site;
  private ListEditor editor;

  @BeforeEach
  void open() throws Exception {
    site = new ServiceSite(directory);
    editor = new ListEditor(site.repository(), false, Messages.SILENT);
    editor.add(OTHER);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private ListViewer viewer() {
    return new ListViewer(site.repository());
  }

  @Test
  void everythingIsShownAsItIs() {
    assertThat(viewer().items(Item.Kind.LIST))
        .hasToString(List.of(ServiceSite.LIST, OTHER).toString());
    assertThat(viewer().listsWithImages())
        .containsEntry(ServiceSite.LIST, List.of(ServiceSite.IMAGE))
        .containsEntry(OTHER, List.of());
    assertThat(viewer().document(LIST).at("/hv:imagelist/hv:images")).hasSize(1);
    assertThat(viewer().metadata(LIST).has("hv:images")).isFalse();
    assertThat(viewer().uri(LIST)).isEqualTo("https://example.org/list.smime");
    assertThat(viewer().uris(Item.Kind.LIST)).hasSize(1);
    assertThat(viewer().version(ServiceSite.LIST)).contains(new Version("1.0.0"));
    assertThat(viewer().published(ServiceSite.LIST)).isEmpty();
    assertThat(viewer().obstacle()).isEmpty();
    assertThat(viewer().location()).endsWith("dish.db");
  }

  @Test
  void aBeginningSelectsWhatItAloneBegins() {
    assertThatThrownBy(() -> viewer().document(new Selection(Item.Kind.LIST, "9b6fad19")))
        .isInstanceOf(NotFoundFailure.class)
        .hasMessageContaining("more than one image list begins with '9b6fad19'");
    assertThat(viewer().list(new Selection(Item.Kind.LIST, "9B6FAD19-D")).id())
        .isEqualTo(ServiceSite.LIST);
    assertThatThrownBy(() -> viewer().document(new Selection(Item.Kind.LIST, "9b6")))
        .hasMessage("there is no image list '9b6'");
    assertThatThrownBy(() -> viewer().uri(new Selection(Item.Kind.LIST, OTHER.text())))
        .isInstanceOf(InvalidDataFailure.class);
  }

  @Test
  void anImageMayBeElsewhere() {
    assertThat(viewer().elsewhere(viewer().list(LIST))).isEmpty();
    editor.connect(
        new Selection(Item.Kind.LIST, OTHER.text()),
        List.of(new Selection(Item.Kind.IMAGE, ServiceSite.IMAGE.text())));
    assertThat(viewer().elsewhere(viewer().list(LIST))).containsEntry(ServiceSite.IMAGE, OTHER);
  }
}
