package io.vmcaster.compression;

import io.vmcaster.context.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Packs a file as an upload does, for timing: SOURCE TARGET SUFFIX. */
final class CompressorBench {

  private CompressorBench() {}

  public static void main(String[] arguments) throws IOException {
    Compression compression = Compression.ofFormat("." + arguments[2]);
    try (OutputStream out = Files.newOutputStream(Path.of(arguments[1]))) {
      System.out.println(
          new ImageCompressor(compression, OptionalInt.empty())
              .pack(Path.of(arguments[0]), out, "packing", Progress.NONE));
    }
  }
}
