package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.error.Failure;
import io.vmcaster.testing.CuttingRelay;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whenever a connection dies, the old file or the new one is there, whole; trying again helps. */
class KilledUploadTest {
  private static final long SEED = Long.getLong("vmcaster.seed", 20261123);
  private static final byte[] OLD = TestFiles.random(70_000);
  private static final byte[] NEW = TestFiles.random(300_000);

  @TempDir Path directory;
  private final Random random = new Random(SEED);
  private int killed;

  @BeforeEach
  void publishOld() throws IOException {
    Files.write(directory.resolve("list"), OLD);
  }

  @Test
  void theDataConnectionDies() throws IOException {
    try (TestDoor door = TestDoor.plain(directory)) {
      for (int i = 0; i < 40; i++) {
        door.faults().middle(random.nextInt(NEW.length));
        door.faults().set(DoorFault.DROP_DATA);
        attempt(TestSections.protocol(), "dcap", door.port(), i);
        assertUnchanged(i);
        door.faults().clear();
      }
      succeed(TestSections.protocol(), "dcap", door.port());
    }
    assertThat(killed).isEqualTo(40);
  }

  @Test
  void theControlLineDies() throws IOException {
    try (TestDoor door = TestDoor.plain(directory)) {
      for (int i = 0; i < 40; i++) {
        cutAt(random.nextInt(900), TestSections.protocol(), "dcap", door, i);
      }
    }
    assertThat(killed).isGreaterThan(25);
  }

  @Test
  void theTunnelDies() throws IOException {
    GsiWorld world = GsiWorld.get();
    try (TestDoor door = world.door(directory)) {
      for (int i = 0; i < 20; i++) {
        cutAt(random.nextInt(8000), world.protocol(world.proxy), "gsidcap", door, i);
      }
    }
    assertThat(killed).isGreaterThan(10);
  }

  private void cutAt(int bytes, DcapProtocol protocol, String scheme, TestDoor door, int round)
      throws IOException {
    try (CuttingRelay relay = new CuttingRelay(door.port(), bytes)) {
      attempt(protocol, scheme, relay.port(), round);
      assertWhole(round);
      relay.heal();
      succeed(protocol, scheme, relay.port());
    }
    Files.write(directory.resolve("list"), OLD);
  }

  private void attempt(DcapProtocol protocol, String scheme, int port, int round) {
    try {
      publish(protocol, scheme, port, "/list.part" + round);
    } catch (Failure e) {
      assertThat(e.getMessage()).as(context(round)).doesNotEndWith(".");
      killed++;
    }
  }

  private void succeed(DcapProtocol protocol, String scheme, int port) {
    publish(protocol, scheme, port, "/list.again");
    assertThat(directory.resolve("list")).hasBinaryContent(NEW);
  }

  private static void publish(DcapProtocol protocol, String scheme, int port, String part) {
    String target = scheme + "://localhost:" + port + "/x";
    try (Uploader uploader =
        protocol.connect(protocol.locate(target), TestSections.section(TestSections.PATIENT))) {
      TestFiles.send(uploader, part, NEW);
      uploader.rename(part, "/list");
    }
  }

  private void assertUnchanged(int round) {
    assertThat(directory.resolve("list")).as(context(round)).hasBinaryContent(OLD);
    assertThat(directory.toFile().list()).as(context(round)).containsExactly("list");
  }

  private void assertWhole(int round) throws IOException {
    assertThat(Files.readAllBytes(directory.resolve("list")))
        .as(context(round))
        .satisfiesAnyOf(
            content -> assertThat(content).isEqualTo(OLD),
            content -> assertThat(content).isEqualTo(NEW));
  }

  private static String context(int round) {
    return "round " + round + " of -Dvmcaster.seed=" + SEED;
  }
}
