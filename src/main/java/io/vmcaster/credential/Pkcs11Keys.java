package io.vmcaster.credential;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.Pkcs11Module.Item;
import io.vmcaster.credential.Pkcs11Module.Token;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private record Found(Pkcs11Module module, Token token) {

    List<Item> items(long kind) {
      try {
        return module.items(token.slot(), kind);
      } catch (IOException e) {
        throw new TrustFailure(this + " cannot be read: " + e.getMessage(), null, e);
      }
    }

    Token now() {
      try {
        return module.token(token.slot());
      } catch (IOException e) {
        throw new TrustFailure(this + " cannot be asked any more", null, e);
      }
    }

    String tool(String arguments) {
      return "pkcs11-tool --module " + module.path() + " " + arguments;
    }

    @Override
    public String toString() {
      return "the token " + token;
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
    String id = found.module().path() + " " + found;
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
          found + " cannot be used: " + e.getMessage(),
          "See whether '" + found.tool("--test") + "' works.",
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
    List<Item> all = found.items(Pkcs11Module.CERTIFICATE);
    List<Item> fitting = all.stream().filter(uri::fits).toList();
    if (fitting.isEmpty()) {
      throw new TrustFailure(
          "there is no certificate at " + uri + " on " + found,
          "Name the certificate's file with --x509-cert or DISH_CERT.");
    }
    return Stream.concat(fitting.stream(), all.stream())
        .map(Pkcs11Keys::certificate)
        .distinct()
        .toList();
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
    Map<String, Found> fitting = byName(all.stream().filter(each -> uri.fits(each.token())));
    if (fitting.size() == 1) {
      return fitting.values().iterator().next();
    }
    if (!fitting.isEmpty()) {
      throw new TrustFailure(
          fitting.size() + " tokens fit " + uri,
          "Add serial=… to the address; these fit: " + String.join(", ", fitting.keySet()) + ".");
    }
    String there = String.join(", ", byName(all.stream()).keySet());
    throw new TrustFailure(
        "there is no token for " + uri,
        there.isEmpty()
            ? "No token is there at all: plug it in, and see what 'pkcs11-tool -L' says."
            : "Plug it in, or correct the address; there are: " + there + ".");
  }

  /** One token may be seen through several modules. */
  private static Map<String, Found> byName(Stream<Found> found) {
    return found.collect(
        Collectors.toMap(
            each -> each.token().toString(), each -> each, (first, next) -> first, TreeMap::new));
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
    Path module = found.module().path();
    long slot = found.token().slot();
    String name = "vmcaster-" + Integer.toHexString(module.hashCode()) + "-" + slot;
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
      String settings = "--name=%s\nlibrary=\"%s\"\nslot=%d\n".formatted(name, module, slot);
      Provider provider = base.configure(settings);
      Security.addProvider(provider);
      return provider;
    } catch (RuntimeException e) { // of the JDK's, for whatever it does not like
      throw missing("Java cannot use the PKCS#11 module " + module + ": " + e.getMessage(), e);
    }
  }

  private void logIn(Provider provider, Found found, Pkcs11Uri uri) {
    if (!found.token().is(Token.WANTS_LOGIN) || !(provider instanceof AuthProvider login)) {
      return;
    }
    Token before = found.now();
    if (before.is(Token.PIN_LOCKED) || before.is(Token.ONE_TRY_LEFT)) {
      throw new TrustFailure(
          "the PIN of " + found + " was not tried: " + left(before),
          "Unlock it, or log in once with the right PIN: " + found.tool("--login --list-objects"));
    }
    try {
      login.login(null, callbacks -> answer(callbacks, found, uri));
    } catch (LoginException e) {
      // that there is no PIN is the cause of what Java says
      throw Failure.cause(e, TrustFailure.class)
          .orElseGet(
              () ->
                  new TrustFailure(
                      "the PIN does not open " + found + ": " + left(found.now()),
                      "It was not tried twice. Type it again, or correct what --passin gives.",
                      e));
    }
  }

  private static String left(Token token) {
    if (token.is(Token.PIN_LOCKED)) {
      return "it is locked after too many wrong ones";
    }
    if (token.is(Token.ONE_TRY_LEFT)) {
      return "one more wrong one locks it";
    }
    return token.is(Token.HAD_WRONG_PIN)
        ? "wrong ones are counted, and at least two tries are left"
        : "the token does not say how many tries are left";
  }

  private void answer(Callback[] callbacks, Found found, Pkcs11Uri uri) {
    for (Callback each : callbacks) {
      if (each instanceof PasswordCallback wanted) {
        char[] pin = pin(found, uri);
        wanted.setPassword(pin);
        Arrays.fill(pin, '\0');
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
                    found + " wants a PIN, and there is nobody to ask",
                    "Run the command on a terminal, or say with --passin where the PIN is."));
  }

  private static char[] pinFile(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("").toCharArray();
    } catch (IOException e) {
      throw new TrustFailure("the PIN cannot be read from " + file, "Correct pin-source.", e);
    }
  }

  private static Credential credential(Provider provider, Found found, Pkcs11Uri uri)
      throws GeneralSecurityException, IOException {
    Item key = key(found, uri);
    List<Item> certificates = found.items(Pkcs11Module.CERTIFICATE);
    X509Certificate own =
        certificates.stream()
            .filter(each -> Arrays.equals(each.id(), key.id()))
            .findFirst()
            .map(Pkcs11Keys::certificate)
            .orElseThrow(() -> withoutCertificate(found, key));
    KeyStore store = KeyStore.getInstance("PKCS11", provider);
    store.load(null, null);
    for (String alias : Collections.list(store.aliases())) {
      if (own.equals(store.getCertificate(alias))
          && store.getKey(alias, null) instanceof PrivateKey secret) {
        Stream<X509Certificate> others = certificates.stream().map(Pkcs11Keys::certificate);
        return new Credential(secret, Stream.concat(Stream.of(own), others).distinct().toList());
      }
    }
    throw withoutCertificate(found, key);
  }

  private static Item key(Found found, Pkcs11Uri uri) {
    List<Item> keys = found.items(Pkcs11Module.PRIVATE_KEY);
    List<Item> fitting = keys.stream().filter(uri::fits).toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    List<String> there =
        (fitting.isEmpty() ? keys : fitting).stream().map(Item::toString).sorted().toList();
    throw new TrustFailure(
        (fitting.isEmpty() ? "there is no private key at " : "several private keys fit ")
            + (uri + " on " + found),
        there.isEmpty()
            ? "The token holds none."
            : "Correct object or id; there are: " + String.join(", ", there) + ".");
  }

  private static TrustFailure withoutCertificate(Found found, Item key) {
    return new TrustFailure(
        "the key %s has no certificate beside it on %s, without which Java does not find it"
            .formatted(key, found),
        "Write it there, with the key's id: "
            + found.tool("--login --type cert --id " + HexFormat.of().formatHex(key.id()))
            + " --write-object certificate.der");
  }

  private static X509Certificate certificate(Item item) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(item.value()));
    } catch (CertificateException e) {
      throw new TrustFailure("a certificate on the token is damaged", null, e);
    }
  }
}
