package io.vmcaster.uploader.webdav;

import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.credential.ServerCredentials;
import io.vmcaster.fetch.TrustedTls;
import io.vmcaster.fetch.WebProxies;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Protocol;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Uploader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The protocol {@code webdav}: {@code https://} and {@code davs://}; without TLS only to this
 * machine, or where the section says {@code insecure = true}. Reads nothing before it connects.
 *
 * @param environment for tokens and proxies
 * @param credentials what is shown when there is no token
 * @param caDirectory the trust anchors, beside those of Java
 * @param messages where is said what a server cannot do
 */
public record WebDavProtocol(
    Environment environment,
    ServerCredentials credentials,
    Optional<Path> caDirectory,
    Messages messages)
    implements Protocol {

  static final List<String> SCHEMES = List.of("https", "http");

  @Override
  public Location locate(String target) {
    return ServerUrl.parse(target, SCHEMES).location();
  }

  @Override
  public Uploader connect(Location location, Section section) {
    ServerUrl door = ServerUrl.parse(location.endpoint(), SCHEMES);
    DavSettings settings = DavSettings.of(section, door);
    if (!door.secure() && !DavSettings.isHere(door.host())) {
      messages.warn(
          "files go to " + door.endpoint() + " without TLS: anybody on the way may change them");
    }
    DavIdentity identity =
        new DavIdentity(
            section,
            environment,
            door.secure(),
            () -> credentials.find(section.name(), section::setting));
    boolean tls = door.secure() || settings.frontend().filter(ServerUrl::secure).isPresent();
    SSLContext context =
        tls ? TrustedTls.context(caDirectory, messages::warn, identity.keys()) : null;
    DavClient client =
        new DavClient(door, settings, identity, new WebProxies(environment), context);
    return new DavUploader(door, client, messages);
  }
}
