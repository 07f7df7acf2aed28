package io.vmcaster.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Version;
import io.vmcaster.subscriber.KeyChecks.ConsumerKeys;
import io.vmcaster.subscriber.ListRules.CheckOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For each rule a document that breaks it, and who has something to say about that. */
class EachRuleTest {

  private static final SampleList GOOD = SampleList.good();
  private static final CheckOptions NOW = CheckOptions.at(SampleList.NOW);

  /** A spoiled document and the findings it must have: {@code severity consumer:rule}. */
  record Case(String name, JsonNode document, CheckOptions options, String expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
            shapes(), lists(), listDates(), listAddresses(), endorsers(), images(), imageFiles())
        .flatMap(cases -> cases);
  }

  private static Case of(String name, SampleList list, String... expected) {
    return of(name, list.document(), expected);
  }

  private static Case of(String name, JsonNode document, String... expected) {
    return new Case(name, document, NOW, String.join(" ", expected));
  }

  private static Case list(String key, String json, String... expected) {
    return of("list " + key + " " + json, GOOD.list(key, json), expected);
  }

  private static Case endorser(String key, String json, String... expected) {
    return of("endorser " + key + " " + json, GOOD.endorser(key, json), expected);
  }

  private static Case image(String key, String json, String... expected) {
    return of("image " + key + " " + json, GOOD.image(key, json), expected);
  }

  private static Stream<Case> shapes() {
    String array =
        "[{\"hv:x509\":{\"hv:dn\":\"/CN=a\",\"hv:ca\":\"/CN=c\",\"hv:email\":\"e\",\"dc:creator\":\"c\"}},"
            + "{\"hv:x509\":{\"hv:dn\":\"/CN=b\",\"hv:ca\":\"/CN=c\",\"hv:email\":\"e\",\"dc:creator\":\"c\"}}]";
    String all4 = "E:hepix:%1$s E:vmcatcher:%1$s E:cloudkeeper:%1$s E:atrope:%1$s";
    return Stream.of(
        of(
            "bare",
            GOOD.inner(),
            "W:hepix:wrapped E:vmcatcher:wrapped E:cloudkeeper:wrapped E:atrope:wrapped"),
        list(Keys.ENDORSER, array, all4.formatted("endorser-object")),
        list(
            Keys.ENDORSER,
            array.substring(0, array.indexOf("}},") + 2) + "]",
            all4.formatted("endorser-object")),
        list(Keys.ENDORSER, "\"me\"", all4.formatted("endorser-object")),
        of(
            "no endorser",
            GOOD.without(Keys.ENDORSER),
            "E:hepix:endorser E:vmcatcher:endorser E:atrope:endorser"),
        of("no images", GOOD.without(Keys.IMAGES), all4.formatted("images")),
        list(Keys.IMAGES, "{}", all4.formatted("images")),
        list(Keys.IMAGES, "null", all4.formatted("images")),
        list(
            Keys.IMAGES,
            "[]",
            "N:vmcatcher:images-none N:cloudkeeper:images-none N:atrope:images-none"),
        list(Keys.IMAGES, "[7]", all4.formatted("images-proper")),
        of(
            "image twice",
            GOOD.withImages(GOOD.images().get(0), GOOD.images().get(0)),
            all4.formatted("images-twice"),
            "N:vmcatcher:images-one-title"),
        of(
            "one address",
            GOOD.image(
                Keys.URI, "\"" + Json.text(GOOD.images().get(1), Keys.URI).orElseThrow() + "\""),
            "W:hepix:images-one-address E:vmcatcher:images-one-address",
            "E:cloudkeeper:images-one-address E:atrope:images-one-address"),
        image(Keys.TITLE, "\"CentOS 6 server\"", "N:vmcatcher:images-one-title"));
  }

  private static Stream<Case> lists() {
    String required = "E:hepix:required E:vmcatcher:required E:atrope:required";
    return Stream.of(
        list(Keys.TITLE, null, required),
        list(Keys.DESCRIPTION, null, required),
        list(Keys.SOURCE, null, required),
        list(Keys.SOURCE, "null", "W:hepix:null W:vmcatcher:null W:atrope:null"),
        list(Keys.TITLE, "null", "W:hepix:null W:vmcatcher:null W:atrope:null"),
        list(Keys.VERSION, "null", "E:hepix:required E:vmcatcher:required W:atrope:null"),
        list(Keys.CREATED, "null", required),
        list(Keys.URI, null, required),
        list(Keys.VERSION, null, required),
        list(Keys.CREATED, null, required),
        list(Keys.EXPIRES, null, required, "E:cloudkeeper:required"),
        list(Keys.IDENTIFIER, null, required, "E:cloudkeeper:required"),
        list(
            Keys.IDENTIFIER,
            "\" \"",
            "W:hepix:empty E:vmcatcher:identifier-empty E:cloudkeeper:required W:hepix:uuid"),
        list(Keys.IDENTIFIER, "7", "W:hepix:text E:vmcatcher:identifier-text"),
        list(Keys.IDENTIFIER, "\"e55c1afe\"", "W:hepix:uuid"),
        list(ConsumerKeys.VO, null, "E:cloudkeeper:vo"),
        list(ConsumerKeys.VO, "\"\"", "E:cloudkeeper:vo"),
        list(ConsumerKeys.VO, "7", "E:vmcatcher:vo-text"),
        list(Keys.VERSION, "\"\"", "W:hepix:empty E:vmcatcher:version-empty"),
        of(
            "no vo, no images",
            GOOD.list(ConsumerKeys.VO, null).withImages(),
            "N:vmcatcher:images-none N:cloudkeeper:images-none N:atrope:images-none"),
        list(Keys.TITLE, "\"\"", "W:hepix:empty"),
        list(Keys.DESCRIPTION, "\"\"", ""),
        list(Keys.TITLE, "7", "W:hepix:text"),
        list(Keys.SOURCE, "[]", "W:hepix:text"),
        list(Keys.DESCRIPTION, "[]", "W:hepix:text E:vmcatcher:compound"),
        list(Keys.IDENTIFIER, "\"f\u00fcr\"", "W:hepix:uuid E:vmcatcher:identifier-ascii"),
        list(ConsumerKeys.VO, "\"f\u00fcr\"", "E:vmcatcher:vo-ascii"),
        list(ConsumerKeys.VO, "false", "E:vmcatcher:vo-text E:cloudkeeper:vo"),
        list(
            Keys.IDENTIFIER,
            "{}",
            "W:hepix:text E:vmcatcher:identifier-text E:cloudkeeper:required"),
        list(Keys.TITLE, "\"M\u00fcnchen\"", "W:vmcatcher:ascii"),
        list(Keys.DESCRIPTION, "\"" + "x".repeat(201) + "\"", "W:vmcatcher:column"),
        list(Keys.DESCRIPTION, "\"" + "x".repeat(200) + "\"", ""),
        list(Keys.VERSION, "7", "W:hepix:text E:vmcatcher:version-text"),
        list(Keys.VERSION, "\"1.0-rc1\"", "N:vmcatcher:version-release"),
        list(Keys.VERSION, "\"1.0.Beta\"", "N:vmcatcher:version-release"),
        list(Keys.VERSION, "\"1.0-archive\"", ""),
        after("1.0-rc1", "1.0", "E:hepix:version-grows E:vmcatcher:version-grows"),
        after("1.0", "v1.1", "E:hepix:version-grows E:vmcatcher:version-grows"),
        after("1.9", "1.10", ""),
        after("1.9", "1.9", ""),
        beside(SampleList.IMAGE_ID, "W:hepix:images-elsewhere W:vmcatcher:images-elsewhere"),
        beside("00000000-0000-4000-8000-000000000002", ""),
        fetched("https://a.example.org/l", "https://b.example.org/l", "W:vmcatcher:uri-moves"),
        fetched("https://a.example.org/l", "http://a.example.org/l", "W:vmcatcher:uri-moves"),
        fetched("http://a.example.org/l", "http://a.example.org/m", "W:vmcatcher:uri-moves"),
        fetched("http://me:x@A.example.org:80/l?now", "http://a.example.org/l", ""),
        fetched("list.smime", "https://a.example.org/l", ""));
  }

  private static Case after(String old, String now, String expected) {
    ObjectNode document = GOOD.list(Keys.VERSION, "\"" + now + "\"").document();
    CheckOptions options = NOW.after(Optional.of(new Version(old)));
    return new Case(old + " to " + now, document, options, expected);
  }

  private static Case fetched(String url, String uri, String expected) {
    ObjectNode document = GOOD.list(Keys.URI, "\"" + uri + "\"").document();
    return new Case(url + " names " + uri, document, NOW.fetchedFrom(url), expected);
  }

  private static Case beside(String image, String expected) {
    ListId other = new ListId("00000000-0000-4000-8000-000000000001");
    CheckOptions options = NOW.beside(Map.of(new ImageId(image), other));
    return new Case("another list with " + image, GOOD.document(), options, expected);
  }

  private static Stream<Case> listDates() {
    String form = "E:hepix:dates E:vmcatcher:dates E:cloudkeeper:dates";
    String over = "E:hepix:expired E:vmcatcher:expired E:cloudkeeper:expired E:atrope:expired";
    return Stream.of(
        list(Keys.CREATED, "\"2026-11-23T12:50:00+01:00\"", form),
        list(Keys.CREATED, "\"2026-11-23T11:50:00.5Z\"", form),
        list(Keys.CREATED, "\"2026-11-23T11:50:00\"", form, "E:atrope:dates"),
        list(Keys.EXPIRES, "\"2026-12-21\"", form, "E:atrope:dates"),
        list(Keys.EXPIRES, "1771000000", form, "E:atrope:dates W:hepix:text"),
        list(Keys.CREATED, "\"2026-11-23T12:00:01Z\"", "E:hepix:created E:vmcatcher:created"),
        list(Keys.CREATED, "\"2026-11-23T11:59:30Z\"", "N:vmcatcher:created-skew"),
        list(Keys.CREATED, "\"2026-11-23T11:59:00Z\"", ""),
        list(Keys.EXPIRES, "\"2026-11-23T11:59:59Z\"", over),
        list(Keys.EXPIRES, "\"2026-11-23T11:59:59+02:00\"", over, form),
        list(Keys.EXPIRES, "\"2026-11-24T01:59:59Z\"", "W:cloudkeeper:expires-local"),
        list(Keys.EXPIRES, "\"2026-11-24T02:00:00Z\"", ""),
        list(Keys.EXPIRES, "\"2499-12-31T22:00:00Z\"", "N:hepix:expires-late"));
  }

  private static Stream<Case> listAddresses() {
    return Stream.of(
        list(Keys.URI, "\"http://www.example.org:8080/a.list\"", ""),
        list(Keys.URI, "\"https://www.example.org:443/a.list\"", ""),
        list(Keys.URI, "\"https://www.example.org:2880/a.list\"", "W:vmcatcher:uri-port"),
        list(Keys.URI, "\"https://www.example.org/a.list?x=1\"", "W:vmcatcher:uri-bare"),
        list(Keys.URI, "\"https://www.example.org/a.list#x\"", "W:vmcatcher:uri-bare"),
        list(Keys.URI, "\"https://me@www.example.org/a\"", "W:vmcatcher:uri-bare"),
        list(
            Keys.URI,
            "\"https://me:pw@www.example.org/a\"",
            "W:vmcatcher:uri-bare W:hepix:uri-password"),
        list(Keys.URI, "\"https://www.example.org/a b\"", "E:vmcatcher:uri-characters"),
        list(Keys.URI, "\"file:///srv/a.list\"", "W:hepix:uri"),
        list(Keys.URI, "\"gsidcap://www.example.org/a\"", "W:hepix:uri E:vmcatcher:uri"),
        list(Keys.URI, "\"www.example.org/a\"", "W:hepix:uri E:vmcatcher:uri"),
        list(Keys.URI, "\"https:///a\"", "W:hepix:uri E:vmcatcher:uri"));
  }

  private static Stream<Case> endorsers() {
    String required =
        "E:hepix:endorser-required E:vmcatcher:endorser-required E:atrope:endorser-required";
    String form = "E:vmcatcher:endorser-form E:atrope:endorser-form";
    return Stream.of(
        endorser(Keys.DN, null, required),
        endorser(Keys.CA, null, required),
        endorser(Keys.EMAIL, null, required),
        endorser(
            Keys.CREATOR,
            "null",
            "W:hepix:endorser-null W:vmcatcher:endorser-null W:atrope:endorser-null"),
        endorser(Keys.CA, "null", required),
        endorser(Keys.DN, "7", form, "W:hepix:endorser-text"),
        endorser(Keys.EMAIL, "\"\"", "W:hepix:endorser-empty"),
        endorser(Keys.EMAIL, "7", "W:hepix:endorser-text"),
        endorser(Keys.DN, "\"CN=Owen,C=DE\"", form),
        endorser(Keys.CA, "\"/C=DE/Email=ca@example.org\"", form),
        endorser(Keys.DN, "\"/C=DE/emailAddress=ca@example.org\"", ""),
        endorser(Keys.DN, "\"/DC=ch/CN=buncic/CN=379010/CN=Predrag Buncic\"", ""),
        endorser(
            Keys.DN,
            "\"/C=DE/CN=Owen/CN=proxy\"",
            "E:hepix:endorser-proxy E:vmcatcher:endorser-proxy E:atrope:endorser-proxy"),
        endorser(Keys.DN, "\"/C=DE/CN=J\u00fcrgen\"", "E:vmcatcher:endorser-ascii"),
        endorser(Keys.DN, "\"/C=DE/CN=J\\\\xC3\\\\xBCrgen\"", "E:atrope:endorser-escapes"),
        endorser(Keys.CA, "\"/CN=" + "x".repeat(47) + "\"", "N:vmcatcher:endorser-column"),
        endorser(Keys.IDENTIFIER, "\"owen\"", "E:cloudkeeper:endorser-merged"));
  }

  private static Stream<Case> images() {
    String both = "E:hepix:image-required E:vmcatcher:image-required";
    String atrope = "E:atrope:image-required";
    String three = both + " " + atrope;
    String keeper = "E:cloudkeeper:image-required";
    return Stream.of(
        image(Keys.TITLE, null, three),
        image(Keys.DESCRIPTION, null, three),
        image(Keys.SIZE, null, three),
        image(Keys.VERSION, "null", three),
        image(Keys.HYPERVISOR, null, three),
        image(Keys.ARCH, null, three),
        image(Keys.OS, null, three),
        image(Keys.OS_VERSION, null, three),
        image(Keys.COMMENTS, null, three),
        image(Keys.IDENTIFIER, null, three, keeper),
        image(Keys.URI, null, three, keeper),
        image(Keys.SHA512, null, three, keeper),
        image(ConsumerKeys.MPURI, null, atrope, keeper),
        image(Keys.EXPIRES, null, atrope, keeper),
        image(Keys.FORMAT, null, atrope, "N:hepix:image-format"),
        image(Keys.OS_NAME, null, atrope),
        image(ConsumerKeys.GROUP, null, atrope),
        image(ConsumerKeys.USER_NAME, null, atrope),
        image(ConsumerKeys.USER_GUID, null, atrope),
        image(ConsumerKeys.USER_URI, null, atrope),
        image(ConsumerKeys.MPURI, "\"\"", keeper),
        image(Keys.HYPERVISOR, "\"\"", "W:hepix:image-empty"),
        image(Keys.COMMENTS, "\"\"", ""),
        image(Keys.OS_VERSION, "6.5", "W:hepix:image-text W:atrope:image-property-text"),
        image(ConsumerKeys.GROUP, "7", ""),
        image(Keys.COMMENTS, "null", atrope, "W:hepix:image-null W:vmcatcher:image-null"),
        image(Keys.OS, "[\"Linux\"]", "W:hepix:image-text"),
        image(Keys.TITLE, "[\"Linux\"]", "W:hepix:image-text E:vmcatcher:image-compound"),
        image(Keys.IDENTIFIER, "\"image1\"", "W:hepix:image-uuid"),
        image(
            Keys.IDENTIFIER,
            "\"../image1\"",
            "W:hepix:image-uuid E:vmcatcher:image-file-name W:atrope:image-file-name"),
        image(Keys.IDENTIFIER, "\"a b\"", "W:hepix:image-uuid E:vmcatcher:image-identifier-shell"),
        image(
            Keys.IDENTIFIER,
            "\"\"",
            "W:hepix:image-empty W:hepix:image-uuid E:vmcatcher:image-file-name",
            "W:atrope:image-file-name",
            keeper),
        image(Keys.COMMENTS, "\"f\u00fcr\"", "E:vmcatcher:image-ascii"),
        image(Keys.TITLE, "\"a\\u0000\"", "E:vmcatcher:image-ascii"),
        image(ConsumerKeys.MPURI, "\"f\u00fcr\"", "E:vmcatcher:image-ascii"),
        image(Keys.IDENTIFIER, "7", "W:hepix:image-text E:atrope:image-identifier-text"),
        image("x:free", "\"f\u00fcr\"", ""),
        image(Keys.DESCRIPTION, "\"" + "x".repeat(51) + "\"", "W:vmcatcher:image-column"),
        image(Keys.TITLE, "\"Image for CernVM [Linux/6.0/KVM]\"", "N:vmcatcher:image-title"),
        image("hv:ram_minimum", "536870912", "W:cloudkeeper:image-minimum"),
        image(
            "hv:ram_minimum",
            "{\"mb\":1}",
            "E:cloudkeeper:image-minimum-compound W:cloudkeeper:image-minimum"),
        image("hv:core_minimum", "\"1\"", "W:cloudkeeper:image-minimum"));
  }

  private static Stream<Case> imageFiles() {
    String size = "E:hepix:image-size E:vmcatcher:image-size W:cloudkeeper:image-size";
    String other = "E:hepix:image-size W:vmcatcher:image-size-decimal W:cloudkeeper:image-size";
    String sum =
        "E:hepix:image-checksum E:vmcatcher:image-checksum E:cloudkeeper:image-checksum"
            + " E:atrope:image-checksum";
    String scheme = "W:hepix:image-uri E:cloudkeeper:image-uri E:atrope:image-uri";
    String packed = "E:cloudkeeper:image-compressed E:atrope:image-compressed";
    return Stream.of(
        image(Keys.SIZE, "\"12 MB\"", size),
        image(Keys.SIZE, "1.5", size),
        image(Keys.SIZE, "-1", size),
        image(Keys.SIZE, "513.0", other),
        image(Keys.SIZE, "true", size, "E:cloudkeeper:image-size-kind"),
        image(Keys.SIZE, "\"\"", size, "W:hepix:image-empty"),
        image(Keys.SIZE, "\" 42\"", other),
        image(Keys.SIZE, "\"513.0\"", other),
        image(Keys.SIZE, "\"42\"", ""),
        image(Keys.SIZE, "2147483648", "N:vmcatcher:image-size-column"),
        image(Keys.SHA512, "\"" + "A1".repeat(64) + "\"", sum),
        image(Keys.SHA512, "\"" + "a1".repeat(56) + "\"", sum),
        image(Keys.SHA512, "7", sum, "W:hepix:image-text"),
        image(Keys.EXPIRES, "\"2027-11-23\"", "E:cloudkeeper:image-dates E:atrope:image-dates"),
        image(Keys.EXPIRES, "\"2027-11-23T00:00:00+01:00\"", "E:cloudkeeper:image-dates"),
        image(
            Keys.EXPIRES,
            "\"2026-11-22T00:00:00Z\"",
            "E:cloudkeeper:image-expired E:atrope:image-expired"),
        image(Keys.EXPIRES, "\"2026-11-23T20:00:00Z\"", "W:cloudkeeper:image-expires-local"),
        image(Keys.URI, "\"ftp://www.example.org/a\"", scheme, "E:vmcatcher:image-uri"),
        image(Keys.URI, "\"file:///srv/a.qcow2\"", scheme),
        image(Keys.URI, "\"HTTPS://www.example.org/a\"", "E:cloudkeeper:image-uri-scheme-case"),
        image(
            Keys.URI,
            "\"https://[::1]:8443/a\"",
            "E:cloudkeeper:image-uri-ipv6 W:vmcatcher:image-uri-unusual"),
        image(Keys.URI, "\"https://www.example.org/a#b\"", "W:vmcatcher:image-uri-unusual"),
        image(Keys.URI, "\"https://www.example.org:8443/~me/a%20b.qcow2\"", ""),
        image(Keys.URI, "\"https://www.example.org/a?b=1&c=$(id)\"", "E:vmcatcher:image-uri-shell"),
        image(Keys.URI, "\"https://www.example.org/a;id\"", "E:vmcatcher:image-uri-shell"),
        image(
            Keys.URI,
            "\"https://www.example.org/a b\"",
            "E:vmcatcher:image-uri-shell E:cloudkeeper:image-uri-characters"),
        image(Keys.URI, "\"https://me:pw@www.example.org/a\"", "W:hepix:image-uri-password"),
        image(
            Keys.URI,
            "\"https://www.example.org/" + "x".repeat(128) + "\"",
            "W:vmcatcher:image-column"),
        image(Keys.FORMAT, "\"raw.gz\"", packed),
        image(Keys.FORMAT, "\"img.BZ2\"", packed, "W:atrope:image-format-case"),
        image(Keys.FORMAT, "\"QCOW2\"", "W:atrope:image-format-case"),
        image(Keys.FORMAT, "\"OVA\"", ""),
        image(Keys.FORMAT, "7", "E:atrope:image-format-text"),
        image(Keys.FORMAT, "\"img\"", "W:atrope:image-format-known"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isFound(Case spoiled) {
    Set<String> expected = new TreeSet<>(List.of(spoiled.expected().trim().split(" +")));
    expected.remove("");
    assertThat(found(spoiled)).isEqualTo(expected);
  }

  @Test
  void everyRuleHasItsCase() {
    Set<String> broken =
        cases()
            .flatMap(spoiled -> Stream.of(spoiled.expected().trim().split(" +")))
            .filter(expected -> !expected.isEmpty())
            .map(expected -> expected.substring(2))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(broken)
        .containsExactlyInAnyOrderElementsOf(ListRules.all().stream().map(Rule::name).toList());
  }

  private static Set<String> found(Case spoiled) {
    return ListRules.check(spoiled.document(), EnumSet.allOf(Consumer.class), spoiled.options())
        .stream()
        .map(finding -> initial(finding) + finding.consumer().label() + ":" + finding.rule())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String initial(Finding finding) {
    return finding.severity().name().charAt(0) + ":";
  }

  @Test
  void everyFindingReadsWell() {
    for (Case spoiled : cases().toList()) {
      for (Finding finding :
          ListRules.check(spoiled.document(), EnumSet.allOf(Consumer.class), spoiled.options())) {
        assertThat(finding.message()).contains(": ").doesNotEndWith(".").doesNotContain("  ");
        assertThat(finding.fix()).startsWith("vmcaster --");
      }
    }
  }
}
