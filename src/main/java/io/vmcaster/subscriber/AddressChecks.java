package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Keys;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks of {@code hv:uri} (format 1.7). */
final class AddressChecks {

  /** What a shell takes literally inside an unquoted word, beside letters and digits. */
  private static final String PLAIN_IN_SHELL = ":/._~%+,=@-#[]";

  private AddressChecks() {}

  /** It has one of the schemes, and a host where the web needs one. */
  static Check scheme(List<String> schemes) {
    return (place, problems) -> {
      if (!place.lacks(Keys.URI) && !hasScheme(place, schemes)) {
        problems.add(
            Keys.URI,
            Keys.URI + " is no address of " + String.join(", ", schemes),
            KeyChecks.mend(place, Keys.URI));
      }
    };
  }

  private static boolean hasScheme(RuleContext place, List<String> schemes) {
    return place.value(Keys.URI) instanceof TextNode text
        && WebAddress.parse(text.textValue())
            .filter(address -> schemes.contains(address.scheme()))
            .filter(address -> address.isWeb() || address.scheme().equals("file"))
            .isPresent();
  }

  /** Its scheme is in lower case. */
  static void lowerCaseScheme(RuleContext place, Findings problems) {
    String text = place.text(Keys.URI);
    int colon = text == null ? -1 : text.indexOf(':');
    if (colon > 0 && address(place).isPresent()) {
      String lower = text.substring(0, colon).toLowerCase(Locale.ROOT) + text.substring(colon);
      if (!lower.equals(text)) {
        problems.add(
            Keys.URI,
            "the scheme of " + Keys.URI + " is in upper case",
            place.commands().set(Keys.URI, lower));
      }
    }
  }

  /** Its host is no IPv6 address. */
  static void noIpv6(RuleContext place, Findings problems) {
    if (namesIpv6(place)) {
      report(place, problems, "names its host by an IPv6 address");
    }
  }

  /** It has no fragment, and its host is no IPv6 address. */
  static void neitherFragmentNorIpv6(RuleContext place, Findings problems) {
    if (namesIpv6(place)
        || address(place).filter(address -> !address.fragment().isEmpty()).isPresent()) {
      report(place, problems, "has a fragment or an IPv6 address");
    }
  }

  private static boolean namesIpv6(RuleContext place) {
    String text = place.text(Keys.URI);
    return text != null && text.matches("(?i)https?://([^/?#@]*@)?\\[.*");
  }

  /** A list's https address has no port. */
  static void noHttpsPort(RuleContext place, Findings problems) {
    if (address(place).filter(WebAddress::hasHttpsPort).isPresent()) {
      report(place, problems, "names a port for https");
    }
  }

  /** A list's address has no user, password, query or fragment. */
  static void bare(RuleContext place, Findings problems) {
    Optional<WebAddress> address = address(place);
    if (address.isEmpty()) {
      return;
    }
    String extra = address.get().user() + address.get().query() + address.get().fragment();
    if (!extra.isEmpty()) {
      report(place, problems, "has a user, a query or a fragment");
    }
  }

  /** It is where the list was fetched from, user, query and fragment apart. */
  static void whereItWasFetched(RuleContext place, Findings problems) {
    Optional<WebAddress> source = place.situation().source().flatMap(WebAddress::parse);
    Optional<WebAddress> own = address(place);
    if (source.isPresent()
        && own.isPresent()
        && !own.get().location().equals(source.get().location())) {
      problems.add(
          Keys.URI,
          "the list was fetched from "
              + source.get().location()
              + ", but its "
              + Keys.URI
              + " is "
              + own.get().location(),
          place.commands().set(Keys.URI, source.get().location()));
    }
  }

  /** No password stands in a public document. */
  static void noPassword(RuleContext place, Findings problems) {
    if (address(place).filter(address -> address.user().contains(":")).isPresent()) {
      report(place, problems, "holds a password");
    }
  }

  /** Nothing in it means anything to a shell. */
  static void plainForShell(RuleContext place, Findings problems) {
    String text = place.text(Keys.URI);
    if (text != null && !Characters.all(text, AddressChecks::isPlainInShell)) {
      report(place, problems, "holds characters that mean something to a shell");
    }
  }

  /** It is a URI by the letter: no blanks, control characters, quotes or foreign characters. */
  static void wellFormed(RuleContext place, Findings problems) {
    String text = place.text(Keys.URI);
    if (text != null && !Characters.all(text, AddressChecks::isUriCharacter)) {
      report(place, problems, "holds characters that no URI has");
    }
  }

  private static boolean isPlainInShell(int c) {
    return isLetterOrDigit(c) || PLAIN_IN_SHELL.indexOf(c) >= 0;
  }

  private static boolean isUriCharacter(int c) {
    return c > ' ' && c <= '~' && "\"<>\\^`{|}".indexOf(c) < 0;
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static Optional<WebAddress> address(RuleContext place) {
    String text = place.text(Keys.URI);
    return text == null ? Optional.empty() : WebAddress.parse(text);
  }

  private static void report(RuleContext place, Findings problems, String what) {
    problems.add(Keys.URI, Keys.URI + " " + what, KeyChecks.mend(place, Keys.URI));
  }
}
