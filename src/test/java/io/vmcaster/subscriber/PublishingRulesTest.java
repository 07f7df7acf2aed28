package io.vmcaster.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.Endorser;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Keys;
import io.vmcaster.subscriber.KeyChecks.ConsumerKeys;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishingRulesTest {

  private static final SampleList GOOD = SampleList.good();
  private static final Optional<Dn> SIGNER = Optional.of(new Dn(SampleList.DN));

  private static List<Finding> faults(SampleList sample) {
    return ListRules.requiredForPublishing(ImageList.parse(sample.document(), "it"), SIGNER);
  }

  @Test
  void whatPublishingSetsIsNotAskedFor() {
    assertThat(
            faults(
                GOOD.list(Keys.CREATED, null)
                    .list(Keys.EXPIRES, null)
                    .list(Keys.VERSION, null)
                    .list(ConsumerKeys.VO, null)
                    .image(Keys.FORMAT, null)
                    .image(Keys.OS_NAME, null)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dc:title", "dc:description", "dc:source", "hv:uri"})
  void theListIsAsked(String key) {
    assertThat(faults(GOOD.list(key, null)))
        .extracting(f -> f.key().orElse(""))
        .containsExactly(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dc:title",
        "dc:description",
        "hv:uri",
        "hv:size",
        "sl:checksum:sha512",
        "hv:version",
        "hv:hypervisor",
        "sl:arch",
        "sl:os",
        "sl:osversion",
        "sl:comments"
      })
  void imagesAreAsked(String key) {
    assertThat(faults(GOOD.image(key, null)))
        .singleElement()
        .satisfies(f -> assertThat(f.key()).contains(key))
        .satisfies(f -> assertThat(f.image()).isPresent())
        .satisfies(f -> assertThat(f.message()).contains("required to publish"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hv:ca", "hv:email", "dc:creator"})
  void theEndorserIsAsked(String key) {
    assertThat(faults(GOOD.endorser(key, "\"\""))).hasSize(1);
    assertThat(faults(GOOD.endorser(key, null)))
        .singleElement()
        .satisfies(
            f ->
                assertThat(f.fix())
                    .isEqualTo(
                        "vmcaster --endorser '"
                            + SampleList.DN
                            + "' --endorser-key-set "
                            + key
                            + " --endorser-value VALUE"));
  }

  @Test
  void anotherEndorserIsNotAsked() {
    ImageList list = ImageList.parse(GOOD.endorser(Keys.EMAIL, null).document(), "it");
    assertThat(ListRules.requiredForPublishing(list, Optional.of(new Dn("/CN=x")))).isEmpty();
  }

  @Test
  void whileNobodyIsKnownToSignTheOnlyEndorserIsAsked() {
    ImageList list = ImageList.parse(GOOD.endorser(Keys.EMAIL, null).document(), "it");
    assertThat(ListRules.requiredForPublishing(list, Optional.empty())).hasSize(1);
    Endorser other = new Endorser(new Dn("/CN=x"), list.endorsers().get(0).metadata());
    List<Endorser> both = List.of(list.endorsers().get(0), other);
    ImageList several = new ImageList(list.id(), list.metadata(), both, list.images());
    assertThat(ListRules.requiredForPublishing(several, Optional.empty())).isEmpty();
  }

  @Test
  void allFaultsAreToldTogether() {
    SampleList bad =
        GOOD.list(Keys.TITLE, "\" \"")
            .endorser(Keys.CA, null)
            .image(Keys.OS, null)
            .image(Keys.URI, "\"\"");
    assertThat(faults(bad)).hasSize(4);
  }

  @Test
  void someEndorserMustBeThere() {
    ImageList list = ImageList.parse(GOOD.document(), "it");
    ImageList none = new ImageList(list.id(), list.metadata(), List.of(), list.images());
    assertThat(ListRules.requiredForPublishing(none, SIGNER))
        .singleElement()
        .satisfies(f -> assertThat(f.fix()).endsWith("--endorser DN --connect"));
  }
}
