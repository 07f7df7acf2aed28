package io.vmcaster.subscriber;

import static io.vmcaster.subscriber.Severity.ERROR;
import static io.vmcaster.subscriber.Severity.NOTE;
import static io.vmcaster.subscriber.Severity.WARNING;

import io.vmcaster.model.Keys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        .rule("endorser-required", KeyChecks.present(ConsumerKeys.ENDORSER))
        .hepix(ERROR, "book, endorser; " + LIBRARY, "the format requires it")
        .vmcatcher(ERROR, LIBRARY + " VMendorserDecoder", "vmcatcher refuses the list (38)")
        .atrope(ERROR, ATROPE_ENDORSER, "atrope refuses the list")
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
}
