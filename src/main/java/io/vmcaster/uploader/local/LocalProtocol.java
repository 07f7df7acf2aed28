package io.vmcaster.uploader.local;

import io.vmcaster.config.Section;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Protocol;
import io.vmcaster.uploader.Uploader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Writes into a directory of this machine. A target is an absolute path, or a {@code file:} URL, in
 * which {@code %20} stands for a blank as in every URL.
 */
public final class LocalProtocol implements Protocol {

  private static final String ADVICE =
      "Give an absolute path such as /srv/www/images/, or file:///srv/www/images/.";

  @Override
  public Location locate(String target) {
    Location.requirePlain(target);
    Path path = target.startsWith("file:") ? ofUrl(target) : ofText(target);
    if (!path.isAbsolute() || target.endsWith("/") || path.normalize().getFileName() == null) {
      throw unusable(target, "it is not the absolute path of a file");
    }
    return new Location("", path.normalize().toString());
  }

  @Override
  public Uploader connect(Location location, Section section) {
    return new LocalUploader();
  }

  private static Path ofUrl(String target) {
    try {
      URI url = new URI(target.replace(" ", "%20"));
      String host = url.getHost();
      boolean here = host == null || host.isEmpty() || host.equals("localhost");
      if (!here || url.getPath() == null || (host == null && url.getRawAuthority() != null)) {
        throw unusable(target, "it does not name a file of this machine");
      }
      Location.requirePlain(url.getPath());
      return ofText(url.getPath());
    } catch (URISyntaxException e) {
      throw unusable(target, "it is not a URL: " + e.getReason());
    }
  }

  private static Path ofText(String target) {
    try {
      return Path.of(target);
    } catch (InvalidPathException e) {
      throw unusable(target, "this machine cannot name such a file: " + e.getReason());
    }
  }

  private static ConfigurationFailure unusable(String target, String why) {
    return new ConfigurationFailure("cannot write to \"" + target + "\" by local: " + why, ADVICE);
  }
}
