package io.vmcaster.subscriber;

import static io.vmcaster.subscriber.Consumer.ATROPE;
import static io.vmcaster.subscriber.Consumer.CLOUDKEEPER;
import static io.vmcaster.subscriber.Consumer.HEPIX;
import static io.vmcaster.subscriber.Consumer.VMCATCHER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Version;
import io.vmcaster.subscriber.ListRules.CheckOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ListRulesTest {

  private static final Set<Consumer> ALL = EnumSet.allOf(Consumer.class);
  private static final SampleList GOOD = SampleList.good();

  private static List<Finding> check(JsonNode document) {
    return ListRules.check(document, ALL, CheckOptions.at(SampleList.NOW));
  }

  @Test
  void aGoodListHasNoFinding() {
    assertThat(check(GOOD.document())).isEmpty();
    assertThat(
            ListRules.check(
                GOOD.document(),
                ALL,
                CheckOptions.at(SampleList.NOW).after(Optional.of(new Version("2.7.2-1-2")))))
        .isEmpty();
    assertThat(
            ListRules.check(
                ImageList.parse(GOOD.document(), "it").toJson(),
                ALL,
                CheckOptions.at(SampleList.NOW).after(Optional.of(new Version("2.7.2-1-1")))))
        .isEmpty();
  }

  @Test
  void namesAreUniqueAndEachRuleHasASource() {
    List<Rule> rules = ListRules.all();
    assertThat(rules).extracting(Rule::name).doesNotHaveDuplicates();
    assertThat(rules).extracting(Rule::source).noneMatch(String::isBlank);
    assertThat(rules).extracting(Rule::effect).noneMatch(String::isBlank);
  }

  @Test
  void onlyTheChosenAreAsked() {
    ObjectNode bad = GOOD.image(Keys.TITLE, null).document();
    assertThat(ListRules.check(bad, Set.of(ATROPE), CheckOptions.at(SampleList.NOW)))
        .extracting(Finding::consumer)
        .containsExactly(ATROPE);
    assertThat(ListRules.check(bad, Set.of(), CheckOptions.at(SampleList.NOW))).isEmpty();
  }

  @Test
  void whatIsNoListIsOneFindingEach() {
    for (String document : List.of("[]", "{}", "7", "{\"hv:imagelist\":[]}", "{\"x\":{}}")) {
      List<Finding> findings = check(Json.read(document, "it"));
      assertThat(findings).extracting(Finding::consumer).containsExactly(Consumer.values());
      assertThat(findings).allMatch(Finding::isError);
    }
  }

  @Test
  void aBareListIsChecked() {
    List<Finding> findings = check(GOOD.inner());
    assertThat(findings).extracting(Finding::rule).containsOnly("wrapped");
    assertThat(findings)
        .extracting(Finding::consumer)
        .containsExactly(HEPIX, VMCATCHER, CLOUDKEEPER, ATROPE);
  }

  @Test
  void findingsComeInTheOrderOfTheDocument() {
    ObjectNode bad =
        GOOD.image(Keys.TITLE, null).endorser(Keys.CA, null).list(Keys.TITLE, null).document();
    assertThat(check(bad))
        .extracting(Finding::rule)
        .containsExactly(
            "required",
            "required",
            "required",
            "endorser-required",
            "endorser-required",
            "endorser-required",
            "image-required",
            "image-required",
            "image-required");
    assertThat(check(bad)).isEqualTo(check(bad));
  }

  @Test
  void aFindingTellsWhereAndHowToMendIt() {
    Finding finding =
        ListRules.check(
                GOOD.image(Keys.OS_NAME, null).document(),
                Set.of(ATROPE),
                CheckOptions.at(SampleList.NOW))
            .get(0);
    assertThat(finding.image()).contains(new ImageId(SampleList.IMAGE_ID));
    assertThat(finding.key()).contains("sl:osname");
    assertThat(finding.message()).isEqualTo("sl:osname is missing: atrope refuses the whole list");
    assertThat(finding.fix())
        .isEqualTo(
            "vmcaster --image "
                + SampleList.IMAGE_ID
                + " --image-key-set sl:osname --image-value VALUE");
    assertThat(Json.members(finding.toJson()).keySet())
        .containsExactly("consumer", "fix", "image", "key", "message", "rule", "severity");
  }

  /** The words are the same in each run: a set's order is not. */
  @Test
  void schemesAreNamedInTheirOrder() {
    assertThat(check(GOOD.list(Keys.URI, "\"ftp://example.org/l\"").document()))
        .extracting(Finding::message)
        .containsExactly(
            "hv:uri is no address of http, https: most subscribers cannot fetch the list there",
            "hv:uri is no address of file, http, https: vmcatcher never finds the list again");
  }

  @Test
  void anImageWithoutIdentifierIsNamedByItsPlace() {
    List<Finding> findings = check(GOOD.image(Keys.IDENTIFIER, null).document());
    assertThat(findings).extracting(Finding::image).containsOnly(Optional.empty());
    assertThat(findings.get(0).message()).startsWith("image 1: dc:identifier is missing: ");
  }

  /** Like CernVM's list of 2013: plain HEPiX, whole numbers for sizes, compressed files. */
  @Test
  void aPlainHepixListIsForVmcatcherAlone() {
    SampleList plain = GOOD.list("ad:vo", null);
    List<ObjectNode> images = new ArrayList<>();
    for (ObjectNode image : plain.images()) {
      ObjectNode bare = image;
      for (String key : Json.members(image).keySet()) {
        boolean extra =
            key.startsWith("ad:") || key.equals(Keys.FORMAT) || key.equals(Keys.OS_NAME);
        bare = extra || key.equals(Keys.EXPIRES) ? SampleList.change(bare, key, null) : bare;
      }
      images.add(
          SampleList.change(bare, Keys.URI, "\"https://e.org/" + images.size() + ".hdd.gz\""));
    }
    List<Finding> findings = check(plain.withImages(images.toArray(new ObjectNode[0])).document());
    assertThat(errorsOf(findings)).containsExactlyInAnyOrder(CLOUDKEEPER, ATROPE);
    assertThat(keysOf(findings, CLOUDKEEPER))
        .containsExactlyInAnyOrder("ad:vo", "ad:mpuri", "dc:date:expires", "hv:uri");
    assertThat(keysOf(findings, ATROPE))
        .containsExactlyInAnyOrder(
            "hv:format",
            "sl:osname",
            "dc:date:expires",
            "ad:mpuri",
            "ad:group",
            "ad:user:fullname",
            "ad:user:guid",
            "ad:user:uri",
            "hv:uri");
  }

  /** Like AppDB's lists: expiring in 2499, OVA, memory as text, sizes as text, no image expiry. */
  @Test
  void aListOfAppDbIsForAllButThoseWhoAskForExpiry() {
    SampleList list =
        GOOD.list(Keys.EXPIRES, "\"2499-12-31T22:00:00Z\"")
            .image(Keys.FORMAT, "\"OVA\"")
            .image(Keys.URI, "\"https://e.org/a/SL6.5-20141029.ova\"")
            .image("hv:ram_minimum", "\"512\"")
            .image("hv:core_minimum", "\"1\"")
            .image(Keys.SIZE, "\"431902720\"")
            .image("ad:swid", "\"799\"");
    List<Finding> findings = check(list.document());
    assertThat(findings).noneMatch(Finding::isError);
    assertThat(findings)
        .extracting(Finding::rule)
        .containsExactly("expires-late", "image-minimum", "image-minimum");
    assertThat(errorsOf(check(list.image(Keys.EXPIRES, null).document())))
        .containsExactlyInAnyOrder(CLOUDKEEPER, ATROPE);
  }

  /** The example of the format's documentation: expired long ago, and a checksum too short. */
  @Test
  void anExampleOf2011IsOver() {
    SampleList old =
        GOOD.list(Keys.CREATED, "\"2011-03-10T17:09:12Z\"")
            .list(Keys.EXPIRES, "\"2011-04-07T17:09:12Z\"")
            .image(Keys.SHA512, "\"8b4c269a60da\"");
    List<Finding> findings = check(old.document());
    assertThat(errorsOf(findings)).containsExactlyInAnyOrder(Consumer.values());
    assertThat(findings).extracting(Finding::rule).containsOnly("expired", "image-checksum");
  }

  private static Set<Consumer> errorsOf(List<Finding> findings) {
    return findings.stream()
        .filter(Finding::isError)
        .map(Finding::consumer)
        .collect(Collectors.toSet());
  }

  private static Set<String> keysOf(List<Finding> findings, Consumer consumer) {
    return findings.stream()
        .filter(finding -> finding.consumer() == consumer && finding.isError())
        .map(finding -> finding.key().orElseThrow())
        .collect(Collectors.toSet());
  }

  @Test
  void tenThousandImagesTakeNoMoreTimeEach() {
    assertThat(timeOf(10_000)).isLessThan(40 * timeOf(1000));
  }

  /** Of the processor, in nanoseconds: other work on the machine does not count. */
  private static long timeOf(int count) {
    List<JsonNode> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = "c0482bc2-bf41-5d49-8a85-%012d".formatted(i);
      images.add(Json.object(Keys.IMAGE, SampleList.image(id, "Linux " + i, "7", "0a")));
    }
    ObjectNode list = Json.with(GOOD.inner(), Keys.IMAGES, Json.array(images));
    ObjectNode document = Json.object(Keys.IMAGE_LIST, list);
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = clock.getCurrentThreadCpuTime();
      assertThat(check(document)).isEmpty();
      least = Math.min(least, clock.getCurrentThreadCpuTime() - start);
    }
    return least;
  }

  @Test
  void consumersHaveLowerCaseNames() {
    assertThat(Consumer.parse("vmcatcher")).contains(VMCATCHER);
    assertThat(Consumer.parse("VMCATCHER")).isEmpty();
    assertThat(Consumer.parse("")).isEmpty();
  }
}
