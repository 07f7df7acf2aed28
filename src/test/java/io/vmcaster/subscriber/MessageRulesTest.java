package io.vmcaster.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.Item.ListId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageRulesTest {

  private static final String ALL =
      "E:hepix:%1$s E:vmcatcher:%1$s E:cloudkeeper:%1$s E:atrope:%1$s";

  private static final String UNCHECKED =
      "E:hepix:%1$s E:vmcatcher:%1$s W:cloudkeeper:%1$s E:atrope:%1$s";

  /** What each consumer makes of a trait. */
  private static String expected(MessageTrait trait) {
    return switch (trait) {
      case REVOKED_CERTIFICATE -> "E:hepix:%1$s E:vmcatcher:%1$s";
      case OUTSIDE_POLICY -> "W:hepix:%1$s E:vmcatcher:%1$s";
      case UNKNOWN_AUTHORITY,
          UNSIGNED,
          WRONG_SIGNATURE,
          UNSUITABLE_CERTIFICATE,
          EXPIRED_CERTIFICATE,
          LF_DIGEST,
          PSS,
          NO_SIGNER,
          NO_CERTIFICATE ->
          UNCHECKED;
      case KEY_IDENTIFIER, PART_HEADERS, LONG_LINES, BLANK_IN_FRONT -> ALL;
      case OPAQUE -> "W:hepix:%1$s E:vmcatcher:%1$s E:cloudkeeper:%1$s";
      case BYTE_ORDER_MARK -> "W:hepix:%1$s E:vmcatcher:%1$s E:cloudkeeper:%1$s";
      case SEVERAL_SIGNERS -> "E:vmcatcher:%1$s";
      case WEAK_DIGEST -> "W:hepix:%1$s W:atrope:%1$s";
      case FOLDED_TYPE, BARE_BOUNDARY -> "N:hepix:%1$s";
      case OTHER_SIGNER -> "E:hepix:%1$s E:vmcatcher:%1$s E:atrope:%1$s";
    };
  }

  @ParameterizedTest
  @EnumSource
  void isFound(MessageTrait trait) {
    List<String> found =
        MessageRules.check(Set.of(trait), EnumSet.allOf(Consumer.class), Optional.empty()).stream()
            .map(f -> f.severity().name().charAt(0) + ":" + f.consumer().label() + ":" + f.rule())
            .toList();
    assertThat(found).containsExactlyInAnyOrder(expected(trait).formatted(trait.rule()).split(" "));
  }

  @Test
  void nothingIsFoundInAMessageWithoutTraits() {
    assertThat(MessageRules.check(Set.of(), EnumSet.allOf(Consumer.class), Optional.empty()))
        .isEmpty();
  }

  @Test
  void everyRuleIsThereOnceAndNamesItsSource() {
    assertThat(MessageRules.all()).extracting(Rule::name).doesNotHaveDuplicates();
    assertThat(MessageRules.all()).extracting(Rule::source).doesNotContain("");
  }

  @Test
  void theCommandNamesTheList() {
    assertThat(
            MessageRules.check(
                Set.of(MessageTrait.UNSIGNED),
                Set.of(Consumer.ATROPE),
                Optional.of(new ListId("my list"))))
        .extracting(Finding::fix)
        .containsExactly("vmcaster --imagelist 'my list' --update");
  }
}
