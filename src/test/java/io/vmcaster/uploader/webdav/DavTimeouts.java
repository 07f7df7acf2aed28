package io.vmcaster.uploader.webdav;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a door that misbehaves, and tells how each question ends, a line each. */
public final class DavTimeouts {

  /** For doors that are silent for ever. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final int SIZE = 1 << 24;

  /** What Java may wait for without end. */
  private static final List<DavFault> FAULTS =
      List.of(
          DavFault.SILENT,
          DavFault.HANGING_BODY,
          DavFault.DRIPPING,
          DavFault.STALLED_DATA,
          DavFault.CUT_DATA);

  private DavTimeouts() {}

  /** Tells it on standard output. */
  public static void main(String[] directory) throws IOException {
    tell(Path.of(directory[0])).forEach(System.out::println);
  }

  /** How each question ends. */
  static List<String> tell(Path directory) throws IOException {
    List<String> ends = new ArrayList<>();
    for (DavFault fault : FAULTS) {
      Path files = Files.createTempDirectory(directory, "files");
      try (DavDoor door = new DavDoor(files, 0, null).with(fault)) {
        ends.add(fault + " look: " + end(door, SOON, uploader -> uploader.stat("/image")));
        ends.add(fault + " send: " + end(door, SOON, DavTimeouts::send));
        door.heal();
        ends.add(fault + " healed: " + end(door, DavSections.PATIENT, DavTimeouts::send));
      }
    }
    for (int status : new int[] {401, 403, 412, 507}) {
      Path files = Files.createTempDirectory(directory, "files");
      try (DavDoor door = new DavDoor(files, 0, null).answering("PUT", status)) {
        ends.add(status + ": " + end(door, DavSections.PATIENT, DavTimeouts::send));
      }
    }
    return ends;
  }

  private static void send(Uploader uploader) {
    try (Upload upload = uploader.create("/image", SIZE)) {
      upload.write(new byte[SIZE], 0, SIZE);
      upload.commit();
    }
  }

  private interface Question {
    void ask(Uploader uploader);
  }

  private static String end(DavDoor door, Duration timeout, Question question) {
    try (Uploader uploader =
        DavSections.connect(door.url(), Messages.SILENT, DavSections.section(timeout))) {
      question.ask(uploader);
      return "done";
    } catch (Failure failure) {
      String told = failure.getMessage().replaceAll(":\\d+/[^ ]*", ":PORT/");
      // whether the end of a connection is read or written into first is chance
      return failure.status()
          + " "
          + told.replaceAll("\\((EOF|Broken pipe|Connection)[^)]*\\)", "");
    }
  }
}
