package io.vmcaster.cli.doc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmcaster.cli.command.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the manual page and the completions into a directory: for packages and installers. */
public final class Documents {
  // RFC 1952: a byte of the header, and its value for the best compression
  private static final int EXTRA_FLAGS = 8;
  private static final byte SLOWEST = 2;

  private Documents() {}

  /**
   * Writes them all.
   *
   * @param arguments the directory, made when it is not there; a change log to be packed, if any
   */
  public static void main(String[] arguments) throws IOException {
    CommandSpec model = Commands.model();
    String page = ManualPage.text(model);
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    Files.writeString(directory.resolve("vmcaster.1"), page);
    Files.writeString(directory.resolve("vmcaster.bash"), Completion.bash(model));
    Files.writeString(directory.resolve("_vmcaster"), Completion.zsh(model));
    Files.write(directory.resolve("vmcaster.1.gz"), packed(page.getBytes(UTF_8)));
    if (arguments.length > 1) {
      Files.write(
          directory.resolve("changelog.gz"), packed(Files.readAllBytes(Path.of(arguments[1]))));
    }
  }

  /** As small as {@code gzip -9n} makes it, and said to be: Debian asks for both. */
  private static byte[] packed(byte[] text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new BestGzip(bytes)) {
      out.write(text);
    }
    byte[] packed = bytes.toByteArray();
    packed[EXTRA_FLAGS] = SLOWEST;
    return packed;
  }

  /** The best that there is. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
