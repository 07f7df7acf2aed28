package io.vmcaster.cli.doc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes the manual page and the completions into a directory: for packages and installers. */
public final class Documents {
  private Documents() {}

  /**
   * Writes them all.
   *
   * @param arguments the directory, made when it is not there
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    Files.writeString(directory.resolve("vmcaster.1"), ManualPage.text());
    Files.writeString(directory.resolve("vmcaster.bash"), BashCompletion.text());
    Files.writeString(directory.resolve("_vmcaster"), ZshCompletion.text());
    try (var out =
        new GZIPOutputStream(Files.newOutputStream(directory.resolve("vmcaster.1.gz")))) {
      out.write(ManualPage.text().getBytes(UTF_8));
    }
  }
}
