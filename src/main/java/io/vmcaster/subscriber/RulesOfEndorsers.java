package io.vmcaster.subscriber;

import static io.vmcaster.subscriber.Finding.Severity.ERROR;
import static io.vmcaster.subscriber.Finding.Severity.NOTE;
import static io.vmcaster.subscriber.Finding.Severity.WARNING;

import io.vmcaster.model.Keys;
import io.vmcaster.subscriber.KeyChecks.ConsumerKeys;
import io.vmcaster.subscriber.Rule.Findings;
import io.vmcaster.subscriber.Rule.RuleTable;
import io.vmcaster.subscriber.Rule.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What readers expect of a list's endorser, its certificate apart (format 1.3 and 2.7). */
final class RulesOfEndorsers {

  private static final String LIBRARY = "hepixvmitrust vmitrustlib.py";
  private static final String CHECKER = "vmcatcher msgcheck.py";
  private static final String ATROPE_ENDORSER = "atrope endorser.py";
  private static final List<String> NAMES = List.of(Keys.DN, Keys.CA);

  private RulesOfEndorsers() {}

  /** The rules, in the order of their findings. */
  static List<Rule> all() {
    return new RuleTable(Scope.ENDORSER)
        .rule(
            "endorser-required",
            KeyChecks.there(ConsumerKeys.ENDORSER, ConsumerKeys.ENDORSER_MAY_BE_NULL))
        .hepix(ERROR, "book, endorser; " + LIBRARY, "the format requires it")
        .vmcatcher(ERROR, LIBRARY + " VMendorserDecoder", "vmcatcher refuses the list (38)")
        .atrope(ERROR, ATROPE_ENDORSER, "atrope refuses the list")
        .rule("endorser-null", KeyChecks.notNull(ConsumerKeys.ENDORSER_MAY_BE_NULL))
        .hepix(WARNING, "book, endorser", "the format has strings here")
        .vmcatcher(WARNING, "vmcatcher of 2026", "today's takes it, others may not")
        .atrope(WARNING, "atrope of 2026", "today's takes it, others may not")
        .rule("endorser-empty", KeyChecks.notBlank(ConsumerKeys.ENDORSER))
        .hepix(WARNING, "hepixvmitrust vmilisttool verify", "the format's tool refuses it")
        .rule("endorser-text", KeyChecks.strings(ConsumerKeys.ENDORSER))
        .hepix(WARNING, "book, endorser", "the format has strings here")
        .rule("endorser-form", EndorserChecks::oneLine)
        .vmcatcher(ERROR, CHECKER, "no certificate has this name, and vmcatcher refuses it (12)")
        .atrope(ERROR, ATROPE_ENDORSER, "no certificate has this name, and atrope refuses it")
        .rule("endorser-proxy", EndorserChecks::noProxy)
        .hepix(ERROR, "RFC 3820; OpenSSL's purpose check", "a proxy's signature is refused")
        .vmcatcher(ERROR, "smimeX509validation truststore.py", "a proxy's signature is refused")
        .atrope(ERROR, "openssl smime -verify", "a proxy's signature is refused")
        .rule("endorser-ascii", KeyChecks.ascii(NAMES))
        .vmcatcher(ERROR, "M2Crypto X509_Name (X509_NAME_oneline)", "vmcatcher refuses it (12)")
        .rule("endorser-escapes", EndorserChecks::noEscapes)
        .atrope(ERROR, "pyOpenSSL get_components", "atrope decodes names and refuses this one")
        .rule("endorser-column", KeyChecks.fits(new TreeMap<>(Map.of(Keys.DN, 50, Keys.CA, 50))))
        .vmcatcher(
            NOTE,
            "vmcatcher databaseDefinition.py",
            "vmcatcher cannot store it in PostgreSQL or MySQL")
        .rule("endorser-merged", KeyChecks.absent(ConsumerKeys.HIDDEN_BY_ENDORSER))
        .cloudkeeper(
            ERROR,
            "cloudkeeper image_list.rb prepare_appliance_hash",
            "cloudkeeper gives every image this value")
        .rules();
  }

  /** Checks of the endorser's names, as far as they can be judged without the certificate. */
  static final class EndorserChecks {

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
        boolean other = text == null && !context.lacks(key);
        if (other || (text != null && !ONE_LINE.matcher(text).matches())) {
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
}
