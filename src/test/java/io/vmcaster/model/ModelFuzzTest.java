package io.vmcaster.model;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.testing.Fuzz;
import io.vmcaster.testing.RealLists;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists as JSON, and the texts in them, damaged at random. */
class ModelFuzzTest {

  @Test
  void lists() throws IOException {
    List<byte[]> seeds =
        List.of(
            RealLists.bytes(RealLists.CLOUDKEEPER_JSON),
            RealLists.bytes(RealLists.COMPLETE_JSON),
            RealLists.bytes(RealLists.EXAMPLE_JSON));
    new Fuzz("lists as JSON", seeds)
        .run(input -> ImageList.parse(Json.read(input, "the list"), "the list").toJson());
  }

  @Test
  void values() throws IOException {
    new Fuzz(
            "versions, times, names",
            Fuzz.texts("1.2.3", "2014-06-05T11:17:13Z", "2499-12-31T22:00:00+01:00", "/C=NL/CN=a"))
        .run(
            input -> {
              String text = new String(input, StandardCharsets.UTF_8);
              Timestamps.parse(text);
              Sha512.parse(text);
              try {
                new Version(text).next();
              } catch (IllegalArgumentException e) {
                throw new InvalidDataFailure("no version", null);
              }
            });
  }
}
