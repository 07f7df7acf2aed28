package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestOrder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
  private static final ConcurrentMap<String, TestIdentity> MADE = new ConcurrentHashMap<>();

  @ParameterizedTest
  @CsvSource({
    // common names, where there is nothing else
    "CN=door.example.org, , door.example.org, true",
    "CN=DOOR.example.org, , door.EXAMPLE.org, true",
    "CN=door.example.org, , door.example.org., true",
    "CN=host/door.example.org, , door.example.org, true",
    "CN=ldap/door.example.org, , door.example.org, false",
    "CN=host/door.example.org, , example.org, false",
    "CN=door.example.org/CN=other, , door.example.org, false",
    "CN=*.example.org, , door.example.org, true",
    "CN=*.example.org, , a.door.example.org, false",
    "CN=*.example.org, , example.org, false",
    "CN=*.org, , example.org, false",
    "CN=*, , door, false",
    "CN=*.0.0.1, , 127.0.0.1, false",
    // alternative names, where there are any
    "CN=door.example.org, DNS:other.example.org, door.example.org, false",
    "CN=other, DNS:other.example.org+DNS:door.example.org, door.example.org, true",
    "CN=other, DNS:*.example.org, door.example.org, true",
    "CN=other, IP:127.0.0.1, 127.0.0.1, true",
    "CN=door.example.org, email:me@example.org, door.example.org, true"
  })
  void aCertificateSpeaksForItsHosts(String subject, String names, String host, boolean matches) {
    TestIdentity identity = MADE.computeIfAbsent(subject + names, key -> make(subject, names));

    assertThat(DoorTrust.HostNames.match(identity.certificate(), host)).isEqualTo(matches);
  }

  private static TestIdentity make(String subject, String names) {
    String escaped = subject.replace("host/", "host\\/").replace("ldap/", "ldap\\/");
    TestOrder order = GsiWorld.get().ca.order("/DC=org/DC=example/" + escaped);
    return order
        .key(io.vmcaster.testing.KeyKind.EC)
        .subjectAlternativeName(names == null ? null : names.replace('+', ','))
        .issue();
  }
}
