package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.ImageList;
import io.vmcaster.model.Json;
import org.junit.jupiter.api.Test;

class ListDiffTest {

  private static final String A = "{'hv:image': {'dc:identifier': 'a', 'hv:uri': 'http://x/1'}}";
  private static final String B = "{'hv:image': {'dc:identifier': 'b', 'hv:size': 1}}";

  @Test
  void versionAndDatesDoNotCount() {
    ListDiff diff =
        ListDiff.between(
            list("'hv:version': '1', 'dc:date:created': 'x'", A),
            list("'hv:version': '2', 'dc:date:expires': 'y'", A));
    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.summary()).isEqualTo("renewed, nothing changed");
  }

  @Test
  void whatImagesSayCounts() {
    ListDiff diff =
        ListDiff.between(list("'k': 1", A, B), list("'k': 2", A.replace("/1", "/2"), B));
    assertThat(diff.summary()).isEqualTo("imagelist: k; image a: hv:uri");
  }

  @Test
  void aNumberIsNotItsText() {
    assertThat(ListDiff.between(list("'k': 1", B), list("'k': '1'", B)).isEmpty()).isFalse();
  }

  @Test
  void imagesComeAndGo() {
    assertThat(ListDiff.between(list("'k': 1", A), list("'k': 1", B)).summary())
        .isEqualTo("image a removed; image b added");
  }

  @Test
  void theOrderOfImagesCounts() {
    assertThat(ListDiff.between(list("'k': 1", A, B), list("'k': 1", B, A)).summary())
        .isEqualTo("imagelist: order of images");
  }

  private static ImageList list(String metadata, String... images) {
    String text =
        "{'dc:identifier': 'l', "
            + metadata
            + ", 'hv:images': ["
            + String.join(", ", images)
            + "]}";
    return ImageList.parse(Json.read(text.replace('\'', '"'), "test"), "test");
  }
}
