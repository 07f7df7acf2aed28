package io.vmcaster.faults;

import io.vmcaster.testing.DavServer;
import io.vmcaster.testing.DcapDoor;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.SshHome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A way to write into the directory that subscribers read.
 *
 * @param protocol its name in the configuration
 * @param prefix what the configuration's writeprefix is
 * @param server what runs meanwhile, and ends with the target
 */
record Target(String protocol, String prefix, Closeable server) implements Closeable {

  /** The protocols that there are. */
  static final List<String> PROTOCOLS = List.of("local", "scp", "dcap", "webdav");

  static Target open(String protocol, Path site) throws IOException, InterruptedException {
    return switch (protocol) {
      case "local" -> new Target("local", site.resolve("www") + "/", () -> {});
      case "scp" -> scp(site);
      case "webdav" -> webdav(site);
      default -> dcap(site, List.of());
    };
  }

  private static Target scp(Path site) throws IOException {
    OpenSshServer sshd = OpenSshServer.start(site.resolve("sshd"));
    SshHome.welcomeAt(sshd, site.resolve("home"));
    String prefix =
        "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "/" + site.resolve("www") + "/";
    return new Target("scp", prefix, sshd::close);
  }

  private static Target webdav(Path site) throws IOException {
    DavServer server =
        DavServer.start(
            DavServer.Kind.LIGHTTPD,
            site.resolve("lighttpd"),
            Files.createDirectories(site.resolve("www")));
    return new Target("webdav", server.url(), server::close);
  }

  /**
   * A dcap door.
   *
   * @param options how it misbehaves
   */
  static Target dcap(Path site, List<String> options) throws IOException, InterruptedException {
    Path files = Files.createDirectories(site.resolve("www"));
    DcapDoor door = DcapDoor.open(files, options.toArray(String[]::new));
    return new Target("dcap", door.url(), door);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
