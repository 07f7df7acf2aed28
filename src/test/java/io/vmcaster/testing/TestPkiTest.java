package io.vmcaster.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPkiTest {

  @TempDir Path temporary;

  @Test
  void makesWhatOpensslAccepts() {
    TestPki pki = TestPki.in(temporary);
    TestCa ca = pki.ca("/DC=org/DC=example/CN=Test CA");
    TestIdentity user = ca.user("/DC=org/DC=example/CN=Jane Doe").issue();
    assertThat(verify(pki, user)).contains("OK");
    assertThat(user.subject()).isEqualTo("/DC=org/DC=example/CN=Jane Doe");
    assertThat(user.issuer()).isEqualTo("/DC=org/DC=example/CN=Test CA");
  }

  @Test
  void makesAuthoritiesBelowAuthoritiesAndRevokes() {
    TestPki pki = TestPki.in(temporary);
    TestCa root = pki.ca("/DC=org/DC=example/CN=Root");
    TestCa below = root.intermediate("/DC=org/DC=example/CN=Below");
    TestIdentity host = below.host("localhost").issue();
    below.revoke(host);
    below.publishCrl(Instant.now().plus(Duration.ofDays(5)));
    assertThat(verify(pki, host)).contains("OK");
    assertThat(verify(pki, host, "-crl_check")).contains("certificate revoked");
  }

  @Test
  void makesProxies() {
    TestPki pki = TestPki.in(temporary);
    TestIdentity user = pki.ca("/DC=org/CN=CA").user("/DC=org/CN=Jane").issue();
    TestIdentity proxy = user.proxy().issue();
    Object[] options = {"-allow_proxy_certs", "-untrusted", user.certificateFile()};
    assertThat(verify(pki, proxy, options)).contains("OK");
    assertThat(user.legacyProxy().issue().proxyFile()).content().contains("EC PRIVATE KEY");
  }

  private static String verify(TestPki pki, TestIdentity identity, Object... options) {
    List<Object> command = new ArrayList<>();
    command.addAll(List.of("verify", "-CApath", pki.caDirectory()));
    command.addAll(List.of(options));
    command.add(identity.certificateFile());
    OpenSsl.Result result = OpenSsl.attempt(new byte[0], command.toArray());
    return result.text() + result.errors();
  }
}
