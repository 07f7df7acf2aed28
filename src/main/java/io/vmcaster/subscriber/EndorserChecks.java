package io.vmcaster.subscriber;

import io.vmcaster.model.Keys;
import java.util.List;
import java.util.regex.Pattern;

/** Checks of the endorser's names, as far as they can be judged without the certificate. */
final class EndorserChecks {

  private static final List<String> NAMES = List.of(Keys.DN, Keys.CA);

  private static final Pattern ONE_LINE = Pattern.compile("/[A-Za-z0-9][A-Za-z0-9.-]*=.*");

  /** How early Globus and others spelled attributes that OpenSSL spells otherwise. */
  private static final Pattern OLD_SPELLING = Pattern.compile(".*/(?:Email|E|USERID)=.*");

  private static final Pattern PROXY = Pattern.compile(".*/CN=(?:limited )?proxy");

  private EndorserChecks() {}

  /** The names have OpenSSL's form of one line. */
  static void oneLine(RuleContext place, Findings problems) {
    for (String key : NAMES) {
      String text = place.text(key);
      if (text != null && !ONE_LINE.matcher(text).matches()) {
        problems.add(key, key + " is not a name in one line, /C=…/CN=…", fix(place, key));
      } else if (text != null && OLD_SPELLING.matcher(text).matches()) {
        problems.add(key, key + " spells an attribute as OpenSSL does not", fix(place, key));
      }
    }
  }

  /** The subject is not a proxy's. */
  static void noProxy(RuleContext place, Findings problems) {
    String text = place.text(Keys.DN);
    if (text != null && PROXY.matcher(text).matches()) {
      problems.add(Keys.DN, Keys.DN + " is the subject of a proxy", fix(place, Keys.DN));
    }
  }

  /** The names have no escaped bytes. */
  static void noEscapes(RuleContext place, Findings problems) {
    for (String key : NAMES) {
      String text = place.text(key);
      if (text != null && text.contains("\\x")) {
        problems.add(key, key + " has escaped bytes", fix(place, key));
      }
    }
  }

  private static String fix(RuleContext place, String key) {
    return KeyChecks.mend(place, key);
  }
}
