package io.vmcaster.uploader.webdav;

import io.vmcaster.context.Messages;
import io.vmcaster.testing.DavServer;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.UploaderContractTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The servers that people run keep the promises of uploaders. */
class DavUploaderTest {

  /** Apache, where replacing by MOVE would leave a gap. */
  @Nested
  class Apache extends Contract {
    Apache() {
      super(DavServer.Kind.APACHE, "put");
    }
  }

  /** lighttpd, as it comes. */
  @Nested
  class Lighttpd extends Contract {
    Lighttpd() {
      super(DavServer.Kind.LIGHTTPD, "move");
    }
  }

  /** nginx with both of its modules. */
  @Nested
  class Nginx extends Contract {
    Nginx() {
      super(DavServer.Kind.NGINX, "move");
    }
  }

  /** A door like dCache's with its pool, whose MOVE leaves a gap. */
  @Nested
  class Door extends DoorContract {
    @Override
    protected boolean replacesAtOnce() {
      return false;
    }

    @Override
    Uploader connectTo(DavDoor door) {
      return DavSections.connect(
          door.url(), Messages.SILENT, DavSections.section(DavSections.PATIENT));
    }
  }

  /** The same, with the frontend that leaves none. */
  @Nested
  class DoorWithFrontend extends DoorContract {
    @Override
    Uploader connectTo(DavDoor door) {
      return DavSections.connect(
          door.url(),
          Messages.SILENT,
          DavSections.section(
              DavSections.PATIENT, "replace", "dcache-rest", "frontend", door.url()));
    }
  }

  abstract static class DoorContract extends UploaderContractTest {
    private DavDoor door;

    abstract Uploader connectTo(DavDoor opened);

    @Override
    protected Uploader connect() throws IOException {
      door = new DavDoor(root, 0, null);
      return connectTo(door);
    }

    @Override
    protected String path(Path file) {
      return root.equals(file) ? "" : "/" + root.relativize(file);
    }

    @AfterEach
    void closeDoor() throws IOException {
      door.close();
    }
  }

  abstract static class Contract extends UploaderContractTest {
    private final DavServer.Kind kind;
    private final String replace;
    private DavServer server;
    @TempDir private Path own;

    Contract(DavServer.Kind kind, String replace) {
      this.kind = kind;
      this.replace = replace;
    }

    @Override
    protected Uploader connect() throws IOException {
      server = DavServer.start(kind, Files.createDirectory(own.resolve("server")), root);
      return DavSections.connect(
          server.url(),
          Messages.SILENT,
          DavSections.section(DavSections.PATIENT, "replace", replace));
    }

    @Override
    protected String path(Path file) {
      return root.equals(file) ? "" : "/" + root.relativize(file);
    }

    @AfterEach
    void stop() {
      server.close();
    }
  }
}
