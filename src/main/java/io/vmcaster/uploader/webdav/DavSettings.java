package io.vmcaster.uploader.webdav;

import io.vmcaster.config.Section;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Timeouts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

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
        section.setting("frontend").map(url -> ServerUrl.parse(url, WebDavProtocol.SCHEMES));
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
          "Write https:// in it, or insecure = true if everybody may see and change what is sent.");
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
