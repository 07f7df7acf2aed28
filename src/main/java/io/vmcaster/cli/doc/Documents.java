package io.vmcaster.cli.doc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

public final class Documents {
  private Documents() {}

  public static void main(String[] arguments) throws IOException {
    Path d = Files.createDirectories(Path.of(arguments[0]));
    for (String n : new String[] {"vmcaster.1", "vmcaster.1.gz", "vmcaster.bash", "_vmcaster"}) {
      Files.writeString(d.resolve(n), "");
    }
  }
}
