package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningPolicyTest {

  private static final String TWO_AUTHORITIES =
      """
      # a comment
      access_id_CA      X509         '/C=DE/CN=One'
      pos_rights        globus        CA:sign
      cond_subjects     globus     '"/C=DE/O=A/*" "/C=DE/O=B/*"'

      access_id_CA      X509         "/C=DE/Email=two@example.org"
      pos_rights        globus        CA:sign
      cond_subjects     globus     "'/C=FR/*'"

      access_id_CA      X509         '/C=DE/CN=None'
      cond_subjects     globus     '"*"'
      """;

  @Test
  void readsSeveralAuthoritiesAndPatterns() {
    SigningPolicy policy = SigningPolicy.parse(TWO_AUTHORITIES);
    assertThat(allows(policy, "/C=DE/CN=One", "/C=DE/O=A/CN=x")).isTrue();
    assertThat(allows(policy, "/C=DE/CN=One", "/C=DE/O=B/CN=x")).isTrue();
    assertThat(allows(policy, "/C=DE/CN=One", "/C=FR/O=B/CN=x")).isFalse();
    assertThat(allows(policy, "/C=DE/emailAddress=two@example.org", "/C=FR/CN=x")).isTrue();
    assertThat(allows(policy, "/C=DE/CN=None", "/C=FR/CN=x")).isFalse();
    assertThat(allows(policy, "/C=DE/CN=Other", "/C=DE/O=A/CN=x")).isFalse();
  }

  @Test
  void readsNamespaces() {
    String text =
        "TO Issuer \"/CN=Sub\" PERMIT Subject \"/C=AT/.*\"\n"
            + "TO Issuer SELF PERMIT Subject \"/C=DE/.*\"";
    SigningPolicy policy = SigningPolicy.parseNamespaces(text, "/CN=Root");
    assertThat(allows(policy, "/CN=Sub", "/C=AT/CN=x")).isTrue();
    assertThat(allows(policy, "/CN=Root", "/C=DE/CN=x")).isTrue();
    assertThat(allows(policy, "/CN=Root", "/C=AT/CN=x")).isFalse();
  }

  @Test
  void whatIsDeniedIsDeniedThoughItIsPermittedToo() {
    String some =
        """
        access_id_CA   X509    '/CN=A'
        pos_rights     globus  CA:sign
        cond_subjects  globus  '"/C=DE/*"'
        neg_rights     globus  CA:sign
        # but not these
        cond_subjects  globus  '"/C=DE/O=Bad/*" "/C=DE/O=Worse/*"'
        """;
    SigningPolicy policy = SigningPolicy.parse(some);
    assertThat(allows(policy, "/CN=A", "/C=DE/O=Good/CN=x")).isTrue();
    assertThat(allows(policy, "/CN=A", "/C=DE/O=Bad/CN=x")).isFalse();
    assertThat(allows(policy, "/CN=A", "/C=DE/O=Worse/CN=x")).isFalse();
    String all = some.substring(0, some.indexOf("# but"));
    assertThat(allows(SigningPolicy.parse(all), "/CN=A", "/C=DE/O=Good/CN=x")).isFalse();
    String both = some.replaceFirst("(?m)^cond_subjects.*\\R", "");
    assertThat(allows(SigningPolicy.parse(both), "/CN=A", "/C=DE/O=Bad/CN=x")).isFalse();
    String other = some + "access_id_CA X509 '/CN=B'\npos_rights globus CA:sign\n";
    assertThat(
            allows(
                SigningPolicy.parse(other + "cond_subjects globus '\"*\"'"),
                "/CN=B",
                "/C=DE/O=Bad/CN=x"))
        .isTrue();
  }

  @Test
  void namespacesDeny() {
    String text =
        """
        TO Issuer SELF PERMIT Subject "/C=DE/.*"
        TO Issuer SELF \\
         DENY Subject "/C=DE/O=(Bad|Worse)/.*"
        """;
    SigningPolicy policy = SigningPolicy.parseNamespaces(text, "/CN=A");
    assertThat(allows(policy, "/CN=A", "/C=DE/O=Good/CN=x")).isTrue();
    assertThat(allows(policy, "/CN=A", "/C=DE/O=Worse/CN=x")).isFalse();
    String broken = text.replace("(Bad|Worse)", "(Bad");
    assertThat(allows(SigningPolicy.parseNamespaces(broken, "/CN=A"), "/CN=A", "/C=DE/O=x/CN=x"))
        .isFalse();
  }

  @Test
  void survivesAnyText() {
    for (String text : List.of("", "access_id_CA", "access_id_CA X509 '", "cond_subjects a b")) {
      assertThat(allows(SigningPolicy.parse(text), "/CN=a", "/CN=b")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/*, true",
    "/a/b, *, true",
    "/a/b, /a/?, true",
    "/a/b, /a, false",
    "/a/b, /*/*/*, false",
    "/a/b/c, /a*c, true",
    "/a/b/cd, /a*c, false",
    "'', *, true",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaab, *a*a*a*a*a*a*c, false"
  })
  void matchesWithStars(String text, String pattern, boolean matches) {
    assertThat(SigningPolicy.matches(text, pattern)).isEqualTo(matches);
  }

  private static boolean allows(SigningPolicy policy, String authority, String subject) {
    return policy.allows(List.of(authority), List.of(subject));
  }
}
