package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Ascii;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Url;
import io.vmcaster.subscriber.Rule.Check;
import io.vmcaster.subscriber.Rule.Findings;
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
    return (context, findings) -> {
      if (!context.lacks(Keys.URI) && !hasScheme(context, schemes)) {
        findings.add(
            Keys.URI,
            Keys.URI + " is no address of " + String.join(", ", schemes),
            KeyChecks.fix(context, Keys.URI));
      }
    };
  }

  private static boolean hasScheme(RuleContext context, List<String> schemes) {
    return context.value(Keys.URI) instanceof TextNode text
        && Url.parse(text.textValue())
            .filter(address -> schemes.contains(address.scheme()))
            .filter(address -> !address.host().isEmpty() || address.scheme().equals("file"))
            .isPresent();
  }

  /** Its scheme is in lower case. */
  static void lowerCaseScheme(RuleContext context, Findings findings) {
    String text = context.text(Keys.URI);
    int colon = text == null ? -1 : text.indexOf(':');
    if (colon > 0 && address(context).isPresent()) {
      String lower = text.substring(0, colon).toLowerCase(Locale.ROOT) + text.substring(colon);
      if (!lower.equals(text)) {
        findings.add(
            Keys.URI,
            "the scheme of " + Keys.URI + " is in upper case",
            context.commands().set(Keys.URI, lower));
      }
    }
  }

  /** Its host is no IPv6 address. */
  static void noIpv6(RuleContext context, Findings findings) {
    if (namesIpv6(context)) {
      report(context, findings, "names its host by an IPv6 address");
    }
  }

  /** It has no fragment, and its host is no IPv6 address. */
  static void neitherFragmentNorIpv6(RuleContext context, Findings findings) {
    if (namesIpv6(context)
        || address(context).filter(address -> !address.fragment().isEmpty()).isPresent()) {
      report(context, findings, "has a fragment or an IPv6 address");
    }
  }

  private static boolean namesIpv6(RuleContext context) {
    String text = context.text(Keys.URI);
    return text != null && text.matches("(?i)https?://([^/?#@]*@)?\\[.*");
  }

  /** A list's https address has no port. */
  static void noHttpsPort(RuleContext context, Findings findings) {
    if (address(context).filter(AddressChecks::hasHttpsPort).isPresent()) {
      report(context, findings, "names a port for https");
    }
  }

  /** A list's address has no user, password, query or fragment. */
  static void bare(RuleContext context, Findings findings) {
    Optional<Url> address = address(context);
    if (address.isEmpty()) {
      return;
    }
    String extra = address.get().user() + address.get().query() + address.get().fragment();
    if (!extra.isEmpty()) {
      report(context, findings, "has a user, a query or a fragment");
    }
  }

  /** It is where the list was fetched from, user, query and fragment apart. */
  static void whereItWasFetched(RuleContext context, Findings findings) {
    Optional<Url> source = context.situation().source().flatMap(Url::parse);
    Optional<Url> own = address(context);
    if (source.isPresent()
        && own.isPresent()
        && !location(own.get()).equals(location(source.get()))) {
      findings.add(
          Keys.URI,
          "the list was fetched from "
              + location(source.get())
              + ", but its "
              + Keys.URI
              + " is "
              + location(own.get()),
          context.commands().set(Keys.URI, location(source.get())));
    }
  }

  /** No password stands in a public document. */
  static void noPassword(RuleContext context, Findings findings) {
    if (address(context).filter(address -> address.user().contains(":")).isPresent()) {
      report(context, findings, "holds a password");
    }
  }

  /** Nothing in it means anything to a shell. */
  static void plainForShell(RuleContext context, Findings findings) {
    String text = context.text(Keys.URI);
    if (text != null && !Ascii.all(text, AddressChecks::isPlainInShell)) {
      report(context, findings, "holds characters that mean something to a shell");
    }
  }

  /** It is a URI by the letter: no blanks, control characters, quotes or foreign characters. */
  static void wellFormed(RuleContext context, Findings findings) {
    String text = context.text(Keys.URI);
    if (text != null && !Ascii.all(text, AddressChecks::isUriCharacter)) {
      report(context, findings, "holds characters that no URI has");
    }
  }

  static boolean isPlainInShell(int c) {
    return isLetterOrDigit(c) || PLAIN_IN_SHELL.indexOf(c) >= 0;
  }

  private static boolean isUriCharacter(int c) {
    return c > ' ' && c <= '~' && "\"<>\\^`{|}".indexOf(c) < 0;
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Where it leads, user, query and fragment apart, and a port that need not be said. */
  private static String location(Url url) {
    boolean told = !url.port().isEmpty() && !url.port().equals(usualPort(url));
    String port = told ? ":" + url.port() : "";
    return url.scheme() + "://" + Ascii.lower(url.host()) + port + url.path();
  }

  private static String usualPort(Url url) {
    return url.scheme().equals("https") ? "443" : "80";
  }

  private static boolean hasHttpsPort(Url url) {
    return url.scheme().equals("https") && !url.port().isEmpty() && !url.port().equals("443");
  }

  private static Optional<Url> address(RuleContext context) {
    String text = context.text(Keys.URI);
    return text == null ? Optional.empty() : Url.parse(text);
  }

  private static void report(RuleContext context, Findings findings, String what) {
    findings.add(Keys.URI, Keys.URI + " " + what, KeyChecks.fix(context, Keys.URI));
  }
}
