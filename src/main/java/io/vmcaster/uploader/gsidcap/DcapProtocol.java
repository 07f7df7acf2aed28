package io.vmcaster.uploader.gsidcap;

import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.credential.Credential.CredentialPlace;
import io.vmcaster.credential.ServerCredentials;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Protocol;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Timeouts;
import io.vmcaster.uploader.Uploader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The protocols {@code dcap} and {@code gsidcap}. A section may say who moves the bytes of new
 * files ({@code dcapclient = "dccp"}), and that pools shall connect to this machine ({@code
 * dcapdata = "active"}), where they cannot be reached.
 */
public final class DcapProtocol implements Protocol {
  static final List<String> SCHEMES = List.of("gsidcap", "dcap");

  private final Environment environment;
  private final Optional<Path> caDirectory;
  private final ServerCredentials credentials;
  private final Messages messages;
  private final Map<CredentialPlace, GsiIdentity> gsi = new HashMap<>();

  /**
   * Reads nothing yet.
   *
   * @param credentials with what to go to a gsidcap door
   * @param caDirectory the trust anchors; empty when there are none
   * @param messages where the time that is left of a credential is said
   */
  public DcapProtocol(
      Environment environment,
      ServerCredentials credentials,
      Optional<Path> caDirectory,
      Messages messages) {
    this.environment = environment;
    this.credentials = credentials;
    this.caDirectory = caDirectory;
    this.messages = messages;
  }

  @Override
  public Location locate(String target) {
    return ServerUrl.parse(target, SCHEMES).location();
  }

  @Override
  public Uploader connect(Location location, Section section) {
    ServerUrl url = ServerUrl.parse(location.endpoint(), SCHEMES);
    DcapUploader.DataTransfer transfer = transfer(url, section);
    boolean active = section.setting("dcapdata").filter("active"::equals).isPresent();
    Timeouts timeouts = Timeouts.of(section.timeout());
    ControlLine.Opener lines = url.secure() ? gsi(section) : ControlLine.Opener.PLAIN;
    return new DcapUploader(new Door(url, lines, timeouts, active), transfer);
  }

  /** With one credential for all doors that are shown it, read when the first is spoken to. */
  private synchronized GsiIdentity gsi(Section section) {
    return gsi.computeIfAbsent(
        credentials.locate(section.name(), section::setting),
        place -> new GsiIdentity(caDirectory, () -> credentials.read(place), messages));
  }

  private DcapUploader.DataTransfer transfer(ServerUrl url, Section section) {
    return section.setting("dcapclient").filter("dccp"::equals).isPresent()
        ? DccpUpload.by(environment, () -> url.secure() ? gsi(section).forDccp() : Map.of())
        : DcapUploader.DataTransfer.JAVA;
  }
}
