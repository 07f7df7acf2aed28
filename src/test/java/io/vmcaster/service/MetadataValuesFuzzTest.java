package io.vmcaster.service;

import io.vmcaster.model.Item;
import io.vmcaster.testing.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Files of values, damaged at random. */
class MetadataValuesFuzzTest {

  @Test
  void values() throws IOException {
    new Fuzz(
            "files of values",
            Fuzz.texts(
                "# an image\ndc:title = Worker node\nhv:size = 1024\n\nsl:os = Gr\u00f6\u00dfe\n",
                "{\"dc:title\": \"Worker node\", \"hv:size\": 1024, \"sl:os\": null}"))
        .run(
            input -> {
              String text = new String(input, StandardCharsets.UTF_8);
              MetadataValues.read(Item.Kind.IMAGE, text, "the file")
                  .forEach(MetadataValues::concern);
            });
  }
}
