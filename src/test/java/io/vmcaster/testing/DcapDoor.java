package io.vmcaster.testing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tests' dCache doors in processes of their own; {@code scripts/dcap-door} and {@code
 * scripts/dav-door} open the same.
 */
public final class DcapDoor implements Closeable {

  private static final Pattern OPEN = Pattern.compile("open on port (\\d+)\n");

  private final Process process;
  private final Path log;
  private final String scheme;
  private int port;

  private DcapDoor(Process process, Path log, String scheme) {
    this.process = process;
    this.log = log;
    this.scheme = scheme;
  }

  /**
   * Opens a plain door.
   *
   * @param files what it serves
   * @param options how it misbehaves, as the script lists them
   */
  public static DcapDoor open(Path files, String... options)
      throws IOException, InterruptedException {
    return open("dcap", files, List.of(options));
  }

  /**
   * Opens a WebDAV door without TLS.
   *
   * @param files what it serves
   * @param options how it misbehaves, as the script lists them
   */
  public static DcapDoor webdav(Path files, String... options)
      throws IOException, InterruptedException {
    return open("http", files, List.of(options));
  }

  /** Opens a door that shows this certificate, and lets in whom these authorities vouch for. */
  public static DcapDoor open(Path files, TestIdentity host, Path authorities)
      throws IOException, InterruptedException {
    return open(
        "gsidcap",
        files,
        List.of(
            "--gsi",
            host.certificateFile().toString(),
            host.keyFile().toString(),
            authorities.toString()));
  }

  private static DcapDoor open(String scheme, Path files, List<String> options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                scheme.equals("http")
                    ? "io.vmcaster.uploader.webdav.DavDoorMain"
                    : "io.vmcaster.uploader.gsidcap.DoorMain"));
    command.addAll(options);
    command.addAll(List.of(files.toString(), "0"));
    Path log = Files.createTempFile("door", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    DcapDoor door = new DcapDoor(process, log, scheme);
    door.await();
    return door;
  }

  private void await() throws IOException {
    Patience.until(() -> !process.isAlive() || isOpen());
    if (port == 0) {
      close();
      throw new IllegalStateException("the door does not open");
    }
  }

  private boolean isOpen() throws IOException {
    Matcher open = OPEN.matcher(log());
    if (open.find()) {
      port = Integer.parseInt(open.group(1));
    }
    return port != 0;
  }

  /** Its port on this machine. */
  public int port() {
    return port;
  }

  /** What it serves, as a URL that ends in a slash. */
  public String url() {
    return scheme + "://localhost:" + port + "/";
  }

  /** What was said at the door. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    Files.deleteIfExists(log);
  }
}
