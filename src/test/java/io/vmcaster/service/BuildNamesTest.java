package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Item.ImageId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildNamesTest {

  private static final Instant NOW = Instant.parse("2026-11-23T08:05:09Z");
  private static final ImageId IMAGE = new ImageId("7b1aea46-8776-4447-9450-00e720fc042c");

  @ParameterizedTest
  @CsvSource({
    "https://example.org/a/old.img, https://example.org/a/",
    "https://example.org/a/, https://example.org/a/",
    "https://example.org/a/old.img?x=/y, https://example.org/a/",
    "https://example.org/a/old.img#/y, https://example.org/a/",
  })
  void theNewNameIsInTheSameDirectory(String present, String directory) {
    assertThat(BuildNames.uri(present, IMAGE, "qcow2", NOW))
        .isEqualTo(directory + IMAGE + "_2026-11-23_08-05-09.qcow2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a b", "a..b", "$(x)", "a\nb", ".hidden", "-rf"})
  void anUnsafeFormatIsRefused(String format) {
    assertThatThrownBy(() -> BuildNames.uri("https://example.org/a", IMAGE, format, NOW))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("hv:format");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/b", "x;rm", "a'b"})
  void anUnsafeIdentifierIsRefused(String identifier) {
    assertThatThrownBy(
            () -> BuildNames.uri("https://example.org/a", new ImageId(identifier), "img", NOW))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("identifier");
  }

  @Test
  void severalPartsOfAFormatAreTheExtension() {
    assertThat(BuildNames.uri("https://example.org/a", IMAGE, "raw.gz", NOW)).endsWith(".raw.gz");
  }
}
