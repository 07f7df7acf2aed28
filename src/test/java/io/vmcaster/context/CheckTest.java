package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Check.Outcome;
import org.junit.jupiter.api.Test;

class CheckTest {

  @Test
  void itIsGoodOrAReasonToRefuse() {
    assertThat(Check.that(true, "key", "it fits"))
        .isEqualTo(new Check("key", Outcome.OK, "it fits"))
        .isEqualTo(Check.ok("key", "it fits"));
    assertThat(Check.that(false, "key", "it does not fit"))
        .isEqualTo(new Check("key", Outcome.FAULT, "it does not fit"))
        .isEqualTo(Check.fault("key", "it does not fit"));
    assertThat(Check.warning("key", "others can read it").outcome()).isEqualTo(Outcome.WARNING);
  }

  /** Whatever makes one: checks of databases and of proxies name addresses with logins. */
  @Test
  void aPasswordInAnAddressIsNotShown() {
    String sentence = "postgresql://me:secret@db.example.org/dish is there";
    String shown = "postgresql://me:***@db.example.org/dish is there";

    assertThat(Check.ok("database", sentence).sentence()).isEqualTo(shown);
    assertThat(new Check("database", Outcome.FAULT, sentence).sentence()).isEqualTo(shown);
  }
}
