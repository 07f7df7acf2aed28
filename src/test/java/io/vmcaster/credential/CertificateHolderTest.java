package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestOrder;
import io.vmcaster.testing.TestPki;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateHolderTest {

  @TempDir Path temporary;

  @Test
  void findsNameAndAddress() {
    TestCa ca = TestPki.in(temporary).ca("/DC=org/CN=CA");
    X509Certificate plain =
        ca.user("/DC=org/CN=jane/CN=4711/CN=Jane D\u00f6, Dr.").issue().certificate();
    assertThat(CertificateHolder.name(plain)).contains("Jane D\u00f6, Dr.");
    assertThat(CertificateHolder.email(plain)).isEmpty();
    TestOrder inSubject = ca.user("/DC=org/emailAddress=jane@example.org");
    assertThat(CertificateHolder.name(inSubject.issue().certificate())).isEmpty();
    assertThat(CertificateHolder.email(inSubject.issue().certificate()))
        .contains("jane@example.org");
    inSubject.subjectAlternativeName("DNS:x,email:doe@example.org");
    assertThat(CertificateHolder.email(inSubject.issue().certificate()))
        .contains("doe@example.org");
    TestOrder multiple = ca.user("/DC=org/UID=j+CN=Jane");
    assertThat(CertificateHolder.name(multiple.issue().certificate())).contains("Jane");
  }
}
