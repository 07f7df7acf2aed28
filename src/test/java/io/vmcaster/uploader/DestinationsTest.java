package io.vmcaster.uploader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.config.Section;
import io.vmcaster.config.Section.Route;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.testing.Sections;
import io.vmcaster.uploader.Destinations.Destination;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DestinationsTest {

  private final Fake fake = new Fake();
  private final Destinations destinations =
      new Destinations(
          () -> null,
          new Protocols(
              List.of(new Protocols.Kind(List.of("fake"), Map.of(), means -> fake)), null));

  @Test
  void filesOfOneServerShareAConnection() {
    Destination one = open("server/a");
    Destination two = open("server/b");

    assertThat(one.location()).isEqualTo(new Location("server", "a"));
    assertThat(two.uploader()).isSameAs(one.uploader());
    assertThat(open("other/a").uploader()).isNotSameAs(one.uploader());
    assertThat(fake.connections).hasSize(2);
  }

  @Test
  void aConnectionThatBrokeIsReplaced() {
    Uploader first = open("server/a").uploader();
    fake.connections.get(0).usable = false;

    assertThat(open("server/a").uploader()).isNotSameAs(first);
    assertThat(fake.connections.get(0).closed).isTrue();
  }

  @Test
  void connectionsEndTogether() {
    open("server/a");
    assertThat(fake.connections.get(0).closed).isFalse();

    destinations.close();
    assertThat(fake.connections.get(0).closed).isTrue();
  }

  @Test
  void anUnknownProtocolIsRefusedByName() {
    Route route = new Route(Sections.of("ftp", Duration.ofSeconds(1)), "server/a");

    assertThatThrownBy(() -> destinations.open("server/a", route))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("[test]")
        .hasMessageContaining("\"ftp\"");
  }

  /** Each has its name and its keys for itself. */
  @Test
  void protocolsDoNotMeet() {
    List<String> words =
        Protocols.keys().stream()
            .flatMap(each -> Stream.concat(each.names().stream(), each.keys().keySet().stream()))
            .toList();

    assertThat(words).contains("scp", "gsidcap", "dcap", "webdav", "local").doesNotHaveDuplicates();
  }

  private Destination open(String target) {
    return destinations.open(target, new Route(Sections.of("fake", Duration.ofSeconds(1)), target));
  }

  private static final class Fake implements Protocol {
    final List<FakeUploader> connections = new ArrayList<>();

    @Override
    public Location locate(String target) {
      int slash = target.indexOf('/');
      return new Location(target.substring(0, slash), target.substring(slash + 1));
    }

    @Override
    public Uploader connect(Location location, Section section) {
      connections.add(new FakeUploader());
      return connections.get(connections.size() - 1);
    }
  }

  private static final class FakeUploader implements Uploader {
    boolean usable = true;
    boolean closed;

    @Override
    public boolean isUsable() {
      return usable;
    }

    @Override
    public void remove(String path) {}

    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    public Optional<RemoteFile> stat(String path) {
      return Optional.empty();
    }

    @Override
    public Map<String, RemoteFile> list(String directory) {
      return Map.of();
    }

    @Override
    public Upload create(String path, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Upload append(String path, long offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputStream read(String path) {
      return InputStream.nullInputStream();
    }

    @Override
    public void rename(String from, String to) {}

    @Override
    public void close() {
      closed = true;
    }
  }
}
