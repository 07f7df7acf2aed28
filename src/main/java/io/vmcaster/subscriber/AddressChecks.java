package io.vmcaster.subscriber;

import io.vmcaster.model.Ascii;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Url;
import io.vmcaster.subscriber.Rule.Check;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Checks of {@code hv:uri} (format 1.7). */
final class AddressChecks {

  private static final List<String> URI = List.of(Keys.URI);

  /** It names its host by an IPv6 address. */
  static final Predicate<String> IPV6 =
      Pattern.compile("(?i)https?://([^/?#@]*@)?\\[.*").asMatchPredicate();

  private AddressChecks() {}

  /** It has one of the schemes, and a host where the web needs one. */
  static Check scheme(List<String> schemes) {
    return part -> {
      boolean good =
          address(part)
              .filter(url -> schemes.contains(url.scheme()))
              .filter(url -> !url.host().isEmpty() || url.scheme().equals("file"))
              .isPresent();
      if (!good && !part.lacks(Keys.URI)) {
        part.wrong(Keys.URI, "is no address of " + String.join(", ", schemes));
      }
    };
  }

  /** Its scheme is in lower case. */
  static void lowerCaseScheme(RuleContext part) {
    String text = part.text(Keys.URI);
    if (address(part).isPresent()) {
      int colon = text.indexOf(':');
      String lower = text.substring(0, colon).toLowerCase(Locale.ROOT) + text.substring(colon);
      if (!lower.equals(text)) {
        part.add(
            Keys.URI,
            "the scheme of " + Keys.URI + " is in upper case",
            part.commands().set(Keys.URI, lower));
      }
    }
  }

  /** No password stands in a public document. */
  static Check noPassword() {
    return no(url -> url.user().contains(":"), "holds a password");
  }

  /** It is not of a kind, where it is a URL. */
  static Check no(Predicate<Url> kind, String what) {
    return KeyChecks.noText(URI, text -> Url.parse(text).filter(kind).isPresent(), what);
  }

  static boolean hasFragment(String text) {
    return Url.parse(text).filter(url -> !url.fragment().isEmpty()).isPresent();
  }

  /** It is where the list was fetched from, user, query and fragment apart. */
  static void whereItWasFetched(RuleContext part) {
    Optional<String> source =
        part.options().source().flatMap(Url::parse).map(AddressChecks::location);
    Optional<String> own = address(part).map(AddressChecks::location);
    if (source.isPresent() && own.isPresent() && !own.equals(source)) {
      part.add(
          Keys.URI,
          "the list was fetched from "
              + source.get()
              + ", but its "
              + Keys.URI
              + " is "
              + own.get(),
          part.commands().set(Keys.URI, source.get()));
    }
  }

  /** Where it leads, user, query and fragment apart, and a port that need not be said. */
  private static String location(Url url) {
    String usual = url.scheme().equals("https") ? "443" : "80";
    String port = url.port().isEmpty() || url.port().equals(usual) ? "" : ":" + url.port();
    return url.scheme() + "://" + Ascii.lower(url.host()) + port + url.path();
  }

  private static Optional<Url> address(RuleContext part) {
    return Optional.ofNullable(part.text(Keys.URI)).flatMap(Url::parse);
  }
}
