package io.vmcaster.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Standard output that remembers why it could not be written. */
public final class StandardOutput extends OutputStream {

  /** Where systems show it as a file: Linux, and the others. */
  private static final List<String> ITSELF = List.of("/proc/self/fd/1", "/dev/fd/1");

  // kinds of files, as inode(7) has them
  private static final int KINDS = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private IOException failure;

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Why it failed, other than by a reader who has gone; null when it did not. */
  public String complaint() {
    return failure == null || isRead() ? null : String.valueOf(failure.getMessage());
  }

  /**
   * Whether a program reads it. Writing to a pipe or a socket fails only when nobody reads it any
   * more, and what the system calls that depends on the user's language.
   */
  private static boolean isRead() {
    for (String name : ITSELF) {
      try {
        int kind = (Integer) Files.getAttribute(Path.of(name), "unix:mode") & KINDS;
        return kind == PIPE || kind == SOCKET;
      } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
        // not here: the next one; without any, rather one word too many
      }
    }
    return false;
  }
}
