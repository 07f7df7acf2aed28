package io.vmcaster.subscriber;

import io.vmcaster.model.Json;
import io.vmcaster.subscriber.Finding.FindingGroup;
import io.vmcaster.subscriber.ListRules.CheckOptions;
import io.vmcaster.testing.Fuzz;
import io.vmcaster.testing.RealLists;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents that are no proper lists, held against every rule. */
class SubscriberFuzzTest {

  @Test
  void documents() throws IOException {
    List<byte[]> seeds =
        List.of(
            RealLists.bytes(RealLists.CLOUDKEEPER_JSON), RealLists.bytes(RealLists.EXAMPLE_JSON));
    CheckOptions options = CheckOptions.at(Instant.EPOCH).fetchedFrom("https://example.org/l");
    new Fuzz("lists against the rules", seeds)
        .run(
            input -> {
              List<Finding> findings =
                  ListRules.check(
                      Json.read(input, "the list"), EnumSet.allOf(Consumer.class), options);
              FindingGroup.of(findings).forEach(FindingGroup::text);
              FindingGroup.summary(findings);
            });
  }
}
