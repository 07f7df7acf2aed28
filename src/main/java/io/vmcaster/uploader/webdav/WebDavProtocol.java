package io.vmcaster.uploader.webdav;

import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.context.UserId;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.fetch.TrustedTls;
import io.vmcaster.fetch.WebProxies;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Protocol;
import io.vmcaster.uploader.Targets;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.gsidcap.GsiCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The protocol {@code webdav}: {@code https://} and {@code davs://}; without TLS only to this
 * machine, or where the section says {@code insecure = true}.
 */
public final class WebDavProtocol implements Protocol {

  private final Environment environment;
  private final GsiCredentials credentials;
  private final Passphrases passphrases;
  private final Messages messages;

  /**
   * Reads nothing yet.
   *
   * @param credentials what is shown when there is neither token nor proxy, and whom to trust
   * @param passphrases who is asked for the passphrase of a key
   * @param messages where is said what a server cannot do
   */
  public WebDavProtocol(
      Environment environment,
      GsiCredentials credentials,
      Passphrases passphrases,
      Messages messages) {
    this.environment = environment;
    this.credentials = credentials;
    this.passphrases = passphrases;
    this.messages = messages;
  }

  @Override
  public Set<String> names() {
    return Set.of("webdav");
  }

  @Override
  public Location locate(String target) {
    Targets.requirePlain(target);
    DavUrl url = DavUrl.parse(target);
    if (url.path().endsWith("/")) {
      throw new ConfigurationFailure(
          "the target \"" + target + "\" cannot be written: it names no file",
          "Correct writeprefix (or uriReplace) of the section that covers it.");
    }
    return new Location(url.endpoint(), url.path());
  }

  @Override
  public Uploader connect(Location location, Section section) {
    DavUrl door = DavUrl.parse(location.endpoint());
    DavSettings settings = DavSettings.of(section, door);
    if (!door.secure() && !DavSettings.isHere(door.host())) {
      messages.warn(
          "files go to " + door.endpoint() + " without TLS: anybody on the way may change them");
    }
    DavIdentity identity =
        new DavIdentity(section, environment, door.secure(), () -> shown(section), messages);
    boolean tls = door.secure() || settings.frontend().filter(DavUrl::secure).isPresent();
    SSLContext context =
        tls ? TrustedTls.context(credentials.caDirectory(), identity.keys()) : null;
    DavClient client =
        new DavClient(door, settings, identity, new WebProxies(environment), context);
    return new DavUploader(door, client, messages);
  }

  /** What servers that ask for a certificate are shown. */
  private Optional<DavIdentity.Shown> shown(Section section) {
    Optional<Path> proxy = path(section.setting("proxy"));
    if (proxy.isPresent()) {
      return Optional.of(read(proxy.get(), proxy.get()));
    }
    Optional<Path> certificate = path(section.setting("certificate"));
    if (certificate.isPresent()) {
      return Optional.of(
          read(path(section.setting("key")).orElse(certificate.get()), certificate.get()));
    }
    return usual();
  }

  private Optional<DavIdentity.Shown> usual() {
    Path standard = Path.of(System.getProperty("java.io.tmpdir"), "x509up_u" + UserId.current());
    Optional<Path> proxy =
        path(environment.get("X509_USER_PROXY"))
            .or(() -> Optional.of(standard).filter(Files::exists));
    if (proxy.isPresent()) {
      return Optional.of(read(proxy.get(), proxy.get()));
    }
    Optional<Path> certificate =
        path(environment.get("X509_USER_CERT")).or(credentials::certificate);
    Optional<Path> key = path(environment.get("X509_USER_KEY")).or(credentials::key);
    return certificate.isPresent() && key.filter(Files::exists).isPresent()
        ? Optional.of(read(key.get(), certificate.get()))
        : Optional.empty();
  }

  private Optional<Path> path(Optional<String> text) {
    return text.map(environment::resolve);
  }

  private DavIdentity.Shown read(Path key, Path certificate) {
    String kind = key.equals(certificate) ? "the proxy " : "the certificate ";
    return new DavIdentity.Shown(
        new CredentialReader(passphrases, messages).read(key, certificate), kind + certificate);
  }
}
