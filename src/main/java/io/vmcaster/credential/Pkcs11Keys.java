package io.vmcaster.credential;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.LoginException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys on tokens, by Java's SunPKCS11. The PIN of a token is asked for once; a wrong one is never
 * tried again, and no last try is taken, because tokens lock themselves for good.
 */
final class Pkcs11Keys {

  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Keys.class);

  private final Passphrases passphrases;
  private final Map<String, TrustFailure> refused = new HashMap<>();

  Pkcs11Keys(Passphrases passphrases) {
    this.passphrases = passphrases;
  }

  /** A token in a module. */
  private record Found(Pkcs11Module module, Pkcs11Module.Token token) {

    List<Pkcs11Module.Item> items(long kind) {
      try {
        return module.items(token.slot(), kind);
      } catch (IOException e) {
        throw new TrustFailure(
            "the token " + token + " cannot be read: " + e.getMessage(), null, e);
      }
    }

    Pkcs11Module.Token now() {
      try {
        return module.token(token.slot());
      } catch (IOException e) {
        throw new TrustFailure("the token " + token + " cannot be asked any more", null, e);
      }
    }
  }

  /**
   * The key at an address with its certificate, then the token's other certificates.
   *
   * @throws TrustFailure when there is not exactly one such token and key, the key has no
   *     certificate there, the module is missing, or the PIN is wrong or not to be had
   */
  Credential read(Path address) {
    Pkcs11Uri uri = new Pkcs11Uri(address.toString());
    Found found = token(uri);
    String id = found.module().path() + " " + found.token();
    if (refused.containsKey(id)) {
      throw refused.get(id);
    }
    try {
      Provider provider = provider(found);
      logIn(provider, found, uri);
      return credential(provider, found, uri);
    } catch (TrustFailure failure) {
      refused.put(id, failure);
      throw failure;
    } catch (GeneralSecurityException | IOException e) {
      throw new TrustFailure(
          "the token " + found.token() + " cannot be used: " + e.getMessage(),
          "See whether 'pkcs11-tool --module " + found.module().path() + " --test' works.",
          e);
    }
  }

  /**
   * The certificates at an address, the key's own first; nobody is asked for a PIN.
   *
   * @throws TrustFailure when there is none that can be seen without the PIN
   */
  List<X509Certificate> certificates(Path address) {
    Pkcs11Uri uri = new Pkcs11Uri(address.toString());
    Found found = token(uri);
    List<Pkcs11Module.Item> all = found.items(Pkcs11Module.CERTIFICATE);
    List<Pkcs11Module.Item> fitting = all.stream().filter(uri::fits).toList();
    if (fitting.isEmpty()) {
      throw new TrustFailure(
          "there is no certificate at " + uri + " on the token " + found.token(),
          "Name the certificate's file with --x509-cert or DISH_CERT.");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    fitting.forEach(item -> certificates.add(certificate(item.value())));
    all.stream().map(item -> certificate(item.value())).forEach(certificates::add);
    return certificates.stream().distinct().toList();
  }

  private Found token(Pkcs11Uri uri) {
    List<Found> all = new ArrayList<>();
    for (Path path : modules(uri)) {
      try {
        Pkcs11Module module = Pkcs11Module.load(path);
        module.tokens().forEach(token -> all.add(new Found(module, token)));
      } catch (IOException e) {
        if (uri.get("module-path").isPresent()) {
          throw missing("the PKCS#11 module " + path + " cannot be loaded: " + e.getMessage(), e);
        }
        LOG.debug("The PKCS#11 module " + path + " was left out: " + e.getMessage());
      }
    }
    Collection<Found> fitting = // one token may be seen through several modules
        all.stream()
            .filter(each -> uri.fits(each.token()))
            .collect(Collectors.toMap(each -> each.token().toString(), each -> each, (a, b) -> a))
            .values();
    if (fitting.size() == 1) {
      return fitting.iterator().next();
    }
    String there = all.stream().map(each -> each.token().toString()).distinct().collect(joined());
    if (fitting.isEmpty()) {
      throw new TrustFailure(
          "there is no token for " + uri,
          there.isEmpty()
              ? "No token is there at all: plug it in, and see what 'pkcs11-tool -L' says."
              : "Plug it in, or correct the address; there are: " + there + ".");
    }
    throw new TrustFailure(
        fitting.size() + " tokens fit " + uri,
        "Add serial=… to the address; these fit: "
            + fitting.stream().map(each -> each.token().toString()).sorted().collect(joined())
            + ".");
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ");
  }

  private static Collection<Path> modules(Pkcs11Uri uri) {
    if (uri.get("module-path").isPresent()) {
      return List.of(Path.of(uri.get("module-path").get()));
    }
    Map<String, Path> registered = Pkcs11Modules.find(Environment.ofProcess());
    uri.get("module-name").ifPresent(name -> registered.keySet().retainAll(List.of(name)));
    if (registered.isEmpty()) {
      throw missing("there is no PKCS#11 module for " + uri, null);
    }
    return registered.values();
  }

  private static TrustFailure missing(String what, Exception cause) {
    return new TrustFailure(
        what,
        "Install the module of the token (opensc-pkcs11 for many smart cards, ykcs11 for YubiKeys),"
            + " or name its file with ?module-path=… in the address.",
        cause);
  }

  /** Registered with Java, which looks for who can use a key among the registered ones only. */
  private static Provider provider(Found found) {
    String name =
        "vmcaster-"
            + Integer.toHexString(found.module().path().hashCode())
            + "-"
            + found.token().slot();
    Provider known = Security.getProvider("SunPKCS11-" + name);
    if (known != null) {
      return known;
    }
    Provider base = Security.getProvider("SunPKCS11");
    if (base == null) {
      throw new TrustFailure(
          "this Java cannot use tokens: it has no module jdk.crypto.cryptoki",
          "Run vmcaster with a complete Java, such as the package openjdk-17-jre-headless.");
    }
    try {
      Provider provider =
          base.configure(
              "--name="
                  + name
                  + ("\nlibrary=\"" + found.module().path() + "\"")
                  + ("\nslot=" + found.token().slot())
                  + "\n");
      Security.addProvider(provider);
      return provider;
    } catch (RuntimeException e) { // of the JDK's, for whatever it does not like
      throw missing(
          "Java cannot use the PKCS#11 module " + found.module().path() + ": " + e.getMessage(), e);
    }
  }

  private void logIn(Provider provider, Found found, Pkcs11Uri uri) {
    if (!found.token().wantsLogin() || !(provider instanceof AuthProvider login)) {
      return;
    }
    if (found.now().isPinLocked() || found.now().hasOneTryLeft()) {
      throw new TrustFailure(
          "the PIN of the token " + found.token() + " was not tried: " + left(found.now()),
          "Unlock it, or log in once with the right PIN: pkcs11-tool --module "
              + found.module().path()
              + " --login --list-objects");
    }
    TrustFailure[] unanswered = new TrustFailure[1];
    try {
      login.login(null, callbacks -> answer(callbacks, found, uri, unanswered));
    } catch (LoginException e) {
      if (unanswered[0] != null) {
        throw unanswered[0];
      }
      throw new TrustFailure(
          "the PIN does not open the token " + found.token() + ": " + left(found.now()),
          "It was not tried twice. Type it again, or correct what --passin gives.",
          e);
    }
  }

  private static String left(Pkcs11Module.Token token) {
    if (token.isPinLocked()) {
      return "it is locked after too many wrong ones";
    }
    if (token.hasOneTryLeft()) {
      return "one more wrong one locks it";
    }
    return token.hadWrongPin()
        ? "wrong ones are counted, and at least two tries are left"
        : "the token does not say how many tries are left";
  }

  private void answer(Callback[] callbacks, Found found, Pkcs11Uri uri, TrustFailure[] unanswered) {
    for (Callback each : callbacks) {
      if (each instanceof PasswordCallback wanted) {
        try {
          char[] pin = pin(found, uri);
          wanted.setPassword(pin);
          Arrays.fill(pin, '\0');
        } catch (TrustFailure failure) {
          unanswered[0] = failure; // no exception of ours gets through the JDK
        }
      }
    }
  }

  private char[] pin(Found found, Pkcs11Uri uri) {
    if (uri.get("pin-source").isPresent()) {
      return pinFile(Path.of(uri.get("pin-source").get().replaceFirst("^file:(//)?", "")));
    }
    return passphrases
        .ask("token " + found.token().label() + " (its PIN)")
        .orElseThrow(
            () ->
                new TrustFailure(
                    "the token " + found.token() + " wants a PIN, and there is nobody to ask",
                    "Run the command on a terminal, or say with --passin where the PIN is."));
  }

  private static char[] pinFile(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("")
          .toCharArray();
    } catch (IOException e) {
      throw new TrustFailure("the PIN cannot be read from " + file, "Correct pin-source.", e);
    }
  }

  private static Credential credential(Provider provider, Found found, Pkcs11Uri uri)
      throws GeneralSecurityException, IOException {
    Pkcs11Module.Item key = key(found, uri);
    List<Pkcs11Module.Item> certificates = found.items(Pkcs11Module.CERTIFICATE);
    X509Certificate own =
        certificates.stream()
            .filter(each -> Arrays.equals(each.id(), key.id()))
            .findFirst()
            .map(each -> certificate(each.value()))
            .orElseThrow(() -> withoutCertificate(found, key));
    KeyStore store = KeyStore.getInstance("PKCS11", provider);
    store.load(null, null);
    for (String alias : Collections.list(store.aliases())) {
      if (own.equals(store.getCertificate(alias))
          && store.getKey(alias, null) instanceof PrivateKey secret) {
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        certificates.forEach(each -> chain.add(certificate(each.value())));
        return new Credential(secret, chain.stream().distinct().toList());
      }
    }
    throw withoutCertificate(found, key);
  }

  private static Pkcs11Module.Item key(Found found, Pkcs11Uri uri) {
    List<Pkcs11Module.Item> keys = found.items(Pkcs11Module.PRIVATE_KEY);
    List<Pkcs11Module.Item> fitting = keys.stream().filter(uri::fits).toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    String there =
        (fitting.isEmpty() ? keys : fitting)
            .stream().map(Pkcs11Keys::named).sorted().collect(joined());
    throw new TrustFailure(
        (fitting.isEmpty() ? "there is no private key at " : "several private keys fit ")
            + uri
            + (" on the token " + found.token()),
        there.isEmpty()
            ? "The token holds none."
            : "Correct object or id; there are: " + there + ".");
  }

  private static String named(Pkcs11Module.Item item) {
    StringBuilder id = new StringBuilder();
    for (byte each : item.id()) {
      id.append(String.format("%%%02x", each));
    }
    return "object=" + item.label() + ";id=" + id;
  }

  private static TrustFailure withoutCertificate(Found found, Pkcs11Module.Item key) {
    return new TrustFailure(
        "the key "
            + named(key)
            + " has no certificate beside it on the token "
            + found.token()
            + ", without which Java does not find it",
        "Write it there, with the key's id: pkcs11-tool --module "
            + found.module().path()
            + " --login --type cert --id "
            + named(key).replaceAll(".*;id=|%", "")
            + " --write-object certificate.der");
  }

  private static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new TrustFailure("a certificate on the token is damaged", null, e);
    }
  }
}
