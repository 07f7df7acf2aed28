package io.vmcaster.uploader.webdav;

import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.credential.ServerCredentials;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.fetch.TrustedTls;
import io.vmcaster.fetch.WebProxies;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Protocol;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Timeouts;
import io.vmcaster.uploader.Uploader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

  /**
   * What a section says of a WebDAV server.
   *
   * @param replace how a file that is there is replaced
   * @param frontend the REST frontend that replaces it, for {@link Replace#DCACHE_REST}
   * @param insecure whether files may be sent without TLS to another machine
   * @param timeouts how long each step may take
   */
  record DavSettings(
      Replace replace, Optional<ServerUrl> frontend, boolean insecure, Timeouts timeouts) {

    /** How a file that is there is replaced by another. */
    enum Replace {
      /** The new one is moved over it. */
      MOVE,
      /** Its bytes are written again, over the old ones. */
      PUT,
      /** dCache's other door, which speaks REST, is asked to rename it. */
      DCACHE_REST;

      /** The word of the configuration. */
      String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }

    /**
     * Reads a section.
     *
     * @param door the server that it is for
     * @throws ConfigurationFailure when something in it cannot be
     */
    static DavSettings of(Section section, ServerUrl door) {
      Replace replace = replace(section);
      Optional<ServerUrl> frontend =
          section.setting("frontend").map(url -> ServerUrl.parse(url, SCHEMES));
      if (replace == Replace.DCACHE_REST && frontend.isEmpty()) {
        throw wrong(
            section,
            "replace = \"dcache-rest\" and no frontend",
            "Write frontend = \"https:/" + "/host:3880\", where dCache's REST interface is.");
      }
      boolean insecure = section.setting("insecure").filter("true"::equals).isPresent();
      requireSecure(section, door, insecure);
      frontend.ifPresent(url -> requireSecure(section, url, insecure));
      return new DavSettings(replace, frontend, insecure, Timeouts.of(section.timeout()));
    }

    private static Replace replace(Section section) {
      String word = section.setting("replace").orElse(Replace.MOVE.word());
      for (Replace replace : Replace.values()) {
        if (replace.word().equals(word)) {
          return replace;
        }
      }
      throw wrong(
          section, "replace = \"" + word + "\"", "Write \"move\", \"put\" or \"dcache-rest\".");
    }

    private static void requireSecure(Section section, ServerUrl url, boolean insecure) {
      if (!url.secure() && !insecure && !isHere(url.host())) {
        throw wrong(
            section,
            "the address " + url.endpoint() + ", which is not protected by TLS",
            "Write https:// in it, or insecure = true if everybody may see and change what is"
                + " sent.");
      }
    }

    /** Whether a host is this machine. */
    static boolean isHere(String host) {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException e) {
        return false;
      }
    }

    private static ConfigurationFailure wrong(Section section, String what, String advice) {
      return new ConfigurationFailure("the section [" + section.name() + "] has " + what, advice);
    }
  }
}
