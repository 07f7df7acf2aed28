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
  static void oneLine(RuleContext context, Findings findings) {
    for (String key : NAMES) {
      String text = context.text(key);
      if (text != null && !ONE_LINE.matcher(text).matches()) {
        findings.add(key, key + " is not a name in one line, /C=…/CN=…", fix(context, key));
      } else if (text != null && OLD_SPELLING.matcher(text).matches()) {
        findings.add(key, key + " spells an attribute as OpenSSL does not", fix(context, key));
      }
    }
  }

  /** The subject is not a proxy's. */
  static void noProxy(RuleContext context, Findings findings) {
    String text = context.text(Keys.DN);
    if (text != null && PROXY.matcher(text).matches()) {
      findings.add(Keys.DN, Keys.DN + " is the subject of a proxy", fix(context, Keys.DN));
    }
  }

  /** The names have no escaped bytes. */
  static void noEscapes(RuleContext context, Findings findings) {
    for (String key : NAMES) {
      String text = context.text(key);
      if (text != null && text.contains("\\x")) {
        findings.add(key, key + " has escaped bytes", fix(context, key));
      }
    }
  }

  private static String fix(RuleContext context, String key) {
    return KeyChecks.fix(context, key);
  }
}
