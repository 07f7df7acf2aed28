package io.vmcaster.transfer.dcap;

import io.vmcaster.transfer.Uploader;
import io.vmcaster.transfer.UploaderContractTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Our own client keeps the promises of uploaders, whoever connects for the bytes. */
class DcapUploaderTest {

  /** The uploader goes to the pool. */
  @Nested
  class Passive extends Contract {
    Passive() {
      super(TestDoor.Way.PASSIVE);
    }
  }

  /** The pool comes to the uploader. */
  @Nested
  class Active extends Contract {
    Active() {
      super(TestDoor.Way.ACTIVE);
    }
  }

  abstract static class Contract extends UploaderContractTest {
    private final TestDoor.Way way;
    private TestDoor door;

    Contract(TestDoor.Way way) {
      this.way = way;
    }

    @Override
    protected Uploader connect() throws IOException {
      door = TestDoor.plain(root.getParent());
      door.way(way);
      return TestSections.connect("dcap://localhost:" + door.port() + "/", 5);
    }

    @Override
    protected String path(Path file) {
      return "/" + root.getParent().relativize(file);
    }

    @AfterEach
    void closeDoor() throws IOException {
      door.close();
    }
  }
}
