package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.uploader.Protocols;
import org.junit.jupiter.api.Test;

class TargetTest {

  @Test
  void runsAreKilledOverEveryProtocol() {
    assertThat(Protocols.keys())
        .allSatisfy(
            protocol -> assertThat(Target.PROTOCOLS).containsAnyElementsOf(protocol.names()));
  }
}
