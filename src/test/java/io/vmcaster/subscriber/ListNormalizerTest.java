package io.vmcaster.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.Endorser;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListNormalizerTest {

  private static final SampleList GOOD = SampleList.good();
  private static final Dn SIGNER = new Dn(SampleList.DN);

  private static ImageList parse(SampleList sample) {
    return ImageList.parse(sample.document(), "sample");
  }

  private static ListNormalizer safe(SampleList sample) {
    return ListNormalizer.of(parse(sample), SIGNER);
  }

  @Test
  void aSafeListStaysAsItIs() {
    ListNormalizer safe = safe(GOOD);
    assertThat(safe.changes()).isEmpty();
    assertThat(safe.list()).isEqualTo(parse(GOOD));
  }

  @Test
  void oneOfSeveralEndorsersSigns() {
    ImageList one = parse(GOOD);
    Endorser other = new Endorser(new Dn("/CN=other"), one.endorsers().get(0).metadata());
    ImageList two =
        new ImageList(
            one.id(), one.metadata(), List.of(other, one.endorsers().get(0)), one.images());
    ListNormalizer safe = ListNormalizer.of(two, SIGNER);
    assertThat(safe.list()).isEqualTo(one);
    assertThat(safe.changes())
        .containsExactly("the signed list names " + SIGNER + " alone, without /CN=other");
    assertThat(ListNormalizer.of(two, new Dn("/CN=stranger")).list()).isEqualTo(two);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-21T13:00:00+01:00, 2026-12-21T12:00:00Z",
    "2026-12-21T12:00:00.999Z, 2026-12-21T12:00:00Z",
    "2026-12-21T12:00:00+00:00, 2026-12-21T12:00:00Z",
    "2026-12-21 07:00:00-0500, 2026-12-21T12:00:00Z",
    "2026-12-21t12:00:00z, 2026-12-21T12:00:00Z",
    "2026-12-21T12:00Z, 2026-12-21T12:00:00Z"
  })
  void datesWithAnOffsetAreConverted(String date, String safe) {
    ListNormalizer form = safe(GOOD.list(Keys.EXPIRES, "\"" + date + "\""));
    assertThat(form.list().text(Keys.EXPIRES)).contains(safe);
    assertThat(form.changes())
        .containsExactly("dc:date:expires of the list is signed as " + safe + ", not " + date);
    ListNormalizer image = safe(GOOD.image(Keys.EXPIRES, "\"" + date + "\""));
    assertThat(image.list().images().get(0).text(Keys.EXPIRES)).contains(safe);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-12-21",
        "2026-12-21T12:00:00",
        "21.12.2026",
        "1771000000",
        "",
        "2026-12-21T12:00:00 CET"
      })
  void datesThatCouldMeanSeveralThingsStay(String date) {
    assertThat(safe(GOOD.list(Keys.CREATED, "\"" + date + "\"")).changes()).isEmpty();
  }

  @Test
  void checksumsAreSignedInLowerCase() {
    ListNormalizer form = safe(GOOD.image(Keys.SHA512, "\"" + "A1".repeat(64) + "\""));
    assertThat(form.list()).isEqualTo(parse(GOOD));
    assertThat(form.changes()).hasSize(1);
    assertThat(safe(GOOD.image(Keys.SHA512, "\"ABC\"")).changes()).isEmpty();
  }

  @Test
  void versionsAreSignedAsStrings() {
    ListNormalizer form = safe(GOOD.list(Keys.VERSION, "1.10").image(Keys.VERSION, "20141029"));
    assertThat(form.list().metadata().get(Keys.VERSION)).isEqualTo(Json.of("1.10"));
    assertThat(form.list().images().get(0).metadata().get(Keys.VERSION))
        .isEqualTo(Json.of("20141029"));
    assertThat(form.changes()).hasSize(2);
  }

  @Test
  void nothingElseIsTouched() {
    SampleList odd =
        GOOD.image(Keys.SIZE, "\"0042\"").image("x:n", "1.50").image(Keys.TITLE, "\"\u00e9\"");
    assertThat(safe(odd).list()).isEqualTo(parse(odd));
  }

  @Test
  void aNormalizedListStaysAsItIs() {
    SampleList odd =
        GOOD.list(Keys.VERSION, "7").image(Keys.EXPIRES, "\"2027-01-01T00:00:00+01:00\"");
    ListNormalizer once = safe(odd);
    assertThat(ListNormalizer.of(once.list(), SIGNER).changes()).isEmpty();
    assertThat(ListNormalizer.of(once.list(), SIGNER).list()).isEqualTo(once.list());
  }

  @Test
  void creationIsBackDatedInWholeSeconds() {
    assertThat(ListNormalizer.created(Instant.parse("2026-11-23T12:00:00.5Z")))
        .isEqualTo(Instant.parse("2026-11-23T11:55:00Z"));
  }
}
