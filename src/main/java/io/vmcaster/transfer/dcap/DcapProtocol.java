package io.vmcaster.transfer.dcap;

import io.vmcaster.config.Section;
import io.vmcaster.transfer.Location;
import io.vmcaster.transfer.Protocol;
import io.vmcaster.transfer.Uploader;
import java.util.Set;

/** The protocols {@code dcap} and {@code gsidcap}. */
public final class DcapProtocol implements Protocol {
  @Override
  public Set<String> names() {
    return Set.of("dcap", "gsidcap");
  }

  @Override
  public Location locate(String target) {
    DcapUrl url = DcapUrl.parse(target);
    return new Location(url.endpoint(), url.path());
  }

  @Override
  public Uploader connect(Location location, Section section) {
    DcapUrl url = DcapUrl.parse(location.endpoint());
    Door door = new Door(url, LineOpener.PLAIN, Timeouts.of(section.timeout()), false);
    return new DcapUploader(Conversation.with(door), Mover.JAVA);
  }
}
