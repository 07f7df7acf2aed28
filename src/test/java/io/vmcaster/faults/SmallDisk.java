package io.vmcaster.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A file system in memory that is soon full. It is mounted in a name space of its own, which takes
 * no rights, and reached through the process that keeps it.
 */
final class SmallDisk implements Closeable {

  private static final int PAGE = 4096;

  private final Process keeper;
  private final Path mounted;

  private SmallDisk(Process keeper, Path mounted) {
    this.keeper = keeper;
    this.mounted = mounted;
  }

  /** Whether this system lets us mount one; a container often does not. */
  static boolean isAllowed() throws IOException {
    Path point = Files.createTempDirectory("vmcaster-disk");
    try (SmallDisk disk = mount(point, 100)) {
      return Files.isDirectory(disk.path());
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      Files.delete(point);
    }
  }

  /** Mounts one over an empty directory, for those who come by {@link #path}. */
  static SmallDisk mount(Path directory, int kilobytes) throws IOException, InterruptedException {
    Process keeper =
        new ProcessBuilder(
                "unshare",
                System.getProperty("user.name").equals("root") ? "--mount" : "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=" + kilobytes + "k none \"$0\" && echo && exec sleep 600",
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (keeper.getInputStream().read() != '\n') {
      keeper.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      throw new IOException(
          "this system lets nobody mount a file system in a name space of his own (unshare -rm)");
    }
    return new SmallDisk(keeper, Path.of("/proc/" + keeper.pid() + "/root" + directory));
  }

  /** The directory as all processes see it. */
  Path path() {
    return mounted;
  }

  /** Leaves no more than some bytes free. */
  void fill(long left) throws IOException {
    Path filler = mounted.resolve("filler");
    Files.deleteIfExists(filler);
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] page = new byte[PAGE];
      while (Files.getFileStore(mounted).getUsableSpace() >= left + PAGE) {
        out.write(page);
      }
    }
  }

  /** Frees what was filled. */
  void free() throws IOException {
    Files.delete(mounted.resolve("filler"));
  }

  @Override
  public void close() {
    keeper.destroyForcibly();
  }
}
