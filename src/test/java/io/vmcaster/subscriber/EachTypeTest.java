package io.vmcaster.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.Json;
import io.vmcaster.subscriber.Finding.Severity;
import io.vmcaster.subscriber.ListRules.CheckOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each key with a value of each type: whose run, look or image breaks, as the source of the three
 * programs has it, at the first look or the next. {@code v} is vmcatcher, {@code c} cloudkeeper,
 * {@code a} atrope.
 */
class EachTypeTest {

  private static final SampleList GOOD = SampleList.good();

  private static final List<String> VALUES =
      List.of("null", "7", "true", "false", "[\"x\"]", "[]", "{\"x\":1}", "\"\"", "\"f\u00fcr\"");

  private static final String TABLE =
      """
                                null    7       true    false   ["x"]   []      {"x":1} ""      "für"
      list ad:vo                c       v       v       vc      v       vc      v       c       v
      list dc:date:created      va      vca     vca     vca     vca     vca     vca     va      vca
      list dc:date:expires      vca     vca     vca     vca     vca     vca     vca     vca     vca
      list dc:description       -       -       -       -       v       v       v       -       -
      list dc:identifier        vc      v       v       vc      v       vc      v       vc      v
      list dc:source            -       -       -       -       -       -       -       -       -
      list dc:title             -       -       -       -       -       -       -       -       -
      list hv:endorser          va      vca     vca     vca     vca     vca     vca     vca     vca
      list hv:images            vca     vca     vca     vca     vca     -       vca     vca     vca
      list hv:uri               v       v       v       v       v       v       v       v       v
      list hv:version           v       v       v       v       v       v       v       v       -
      endorser dc:creator       -       -       -       -       -       -       -       -       -
      endorser hv:ca            va      va      va      va      va      va      va      va      va
      endorser hv:dn            va      va      va      va      va      va      va      va      va
      endorser hv:email         -       -       -       -       -       -       -       -       -
      image ad:group            a       -       -       -       -       -       -       -       -
      image ad:mpuri            ca      -       -       c       -       c       -       c       v
      image ad:user:fullname    a       -       -       -       -       -       -       -       -
      image ad:user:guid        a       -       -       -       -       -       -       -       -
      image ad:user:uri         a       -       -       -       -       -       -       -       -
      image dc:date:expires     ca      ca      ca      ca      ca      ca      ca      ca      ca
      image dc:description      va      -       -       -       v       v       v       -       v
      image dc:identifier       vca     a       a       ca      va      vca     va      vc      v
      image dc:title            va      -       -       -       v       v       v       -       v
      image hv:format           a       a       a       a       a       a       a       -       v
      image hv:hypervisor       va      -       -       -       v       v       v       -       v
      image hv:size             va      -       vc      vc      vc      vc      vc      v       v
      image hv:uri              vca     vca     vca     vca     vca     vca     vca     vca     vca
      image hv:version          va      -       -       -       v       v       v       -       v
      image sl:arch             va      -       -       -       v       v       v       -       v
      image sl:checksum:sha512  vca     vca     vca     vca     vca     vca     vca     vca     vca
      image sl:comments         a       -       -       -       v       v       v       -       v
      image sl:os               a       -       -       -       -       -       -       -       v
      image sl:osname           a       -       -       -       -       -       -       -       -
      image sl:osversion        a       -       -       -       -       -       -       -       v
      image hv:ram_minimum      -       -       c       c       c       c       c       -       -
      image hv:core_minimum     -       -       c       c       c       c       c       -       -
      """;

  private static final List<String> MORE = List.of("hv:ram_minimum", "hv:core_minimum");

  @Test
  void eachKeyHasATypeInEachConsumer() {
    assertThat(String.join("\n", rows()) + "\n").isEqualTo(TABLE);
  }

  private static List<String> rows() {
    List<String> rows = new ArrayList<>();
    rows.add(row("", VALUES.stream()));
    for (String key : Json.members(GOOD.inner()).keySet()) {
      rows.add(row("list " + key, VALUES.stream().map(v -> broken(GOOD.list(key, v)))));
    }
    for (String key : Json.members(GOOD.endorser()).keySet()) {
      rows.add(row("endorser " + key, VALUES.stream().map(v -> broken(GOOD.endorser(key, v)))));
    }
    Set<String> keys = new LinkedHashSet<>(Json.members(GOOD.images().get(0)).keySet());
    keys.addAll(MORE);
    for (String key : keys) {
      rows.add(row("image " + key, VALUES.stream().map(v -> broken(GOOD.image(key, v)))));
    }
    return rows;
  }

  private static String row(String name, Stream<String> cells) {
    StringBuilder row = new StringBuilder(String.format("%-25s", name));
    cells.forEach(cell -> row.append(String.format(" %-7s", cell)));
    return row.toString().stripTrailing();
  }

  private static String broken(SampleList list) {
    Set<Consumer> errors = new TreeSet<>();
    for (Finding finding : all(list)) {
      if (finding.severity() == Severity.ERROR && finding.consumer() != Consumer.HEPIX) {
        errors.add(finding.consumer());
      }
    }
    StringBuilder initials = new StringBuilder();
    errors.forEach(consumer -> initials.append(consumer.label().charAt(0)));
    return initials.isEmpty() ? "-" : initials.toString();
  }

  private static List<Finding> all(SampleList list) {
    return ListRules.check(
        list.document(), EnumSet.allOf(Consumer.class), CheckOptions.at(SampleList.NOW));
  }

  @Test
  void theGoodOneBreaksNobody() {
    assertThat(all(GOOD)).isEmpty();
  }
}
