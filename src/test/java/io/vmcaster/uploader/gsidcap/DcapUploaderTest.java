package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.UploaderContractTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Every way to talk to a door keeps the promises of uploaders. */
class DcapUploaderTest {

  /** The uploader goes to the pool. */
  @Nested
  class PlainPassive extends Contract {
    @Override
    TestDoor open(Path directory) throws IOException {
      return withWay(TestDoor.plain(directory), TestDoor.Way.PASSIVE);
    }

    @Override
    Uploader connectTo(TestDoor door) {
      return TestSections.connect(door, TestSections.PATIENT);
    }
  }

  /** The pool comes to the uploader, though it was asked not to. */
  @Nested
  class PlainActive extends Contract {
    @Override
    TestDoor open(Path directory) throws IOException {
      return withWay(TestDoor.plain(directory), TestDoor.Way.ACTIVE);
    }

    @Override
    Uploader connectTo(TestDoor door) {
      return TestSections.connect(door, TestSections.PATIENT);
    }
  }

  /** The tunnel with TLS 1.3; the pool comes because it was asked to. */
  @Nested
  class Gsi extends Contract {
    @Override
    TestDoor open(Path directory) throws IOException {
      return GsiWorld.get().door(directory, "TLSv1.3");
    }

    @Override
    Uploader connectTo(TestDoor door) {
      return GsiWorld.get().connect(door, TestSections.PATIENT, "dcapdata", "active");
    }
  }

  /** The tunnel with TLS 1.2. */
  @Nested
  class GsiOlder extends Contract {
    @Override
    TestDoor open(Path directory) throws IOException {
      return GsiWorld.get().door(directory, "TLSv1.2");
    }

    @Override
    Uploader connectTo(TestDoor door) {
      return GsiWorld.get().connect(door, TestSections.PATIENT);
    }
  }

  /** The bytes go through Debian's dccp. */
  @Nested
  class PlainDccp extends Contract {
    @Override
    TestDoor open(Path directory) throws IOException {
      return TestDoor.plain(directory);
    }

    @Override
    Uploader connectTo(TestDoor door) {
      return TestSections.connect(door, TestSections.PATIENT, "dcapclient", "dccp");
    }
  }

  abstract static class Contract extends UploaderContractTest {
    private TestDoor door;

    abstract TestDoor open(Path directory) throws IOException;

    abstract Uploader connectTo(TestDoor opened);

    @Override
    protected Uploader connect() throws IOException {
      door = open(root.getParent());
      return connectTo(door);
    }

    @Override
    protected String path(Path file) {
      return "/" + root.getParent().relativize(file);
    }

    @AfterEach
    void closeDoor() throws IOException {
      door.close();
    }

    static TestDoor withWay(TestDoor door, TestDoor.Way way) {
      door.way(way);
      return door;
    }
  }
}
