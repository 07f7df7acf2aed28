package io.vmcaster.compression;

import io.vmcaster.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of every format and compression, damaged at random. */
class CompressionFuzzTest {

  @TempDir Path directory;

  @Test
  void images() throws IOException {
    Files.write(directory.resolve("disk"), Samples.mixed(1 << 20, 50_000));
    List<Path> seeds = new ArrayList<>();
    for (String made :
        List.of(
            "qemu-img convert disk -O qcow2 -c",
            "qemu-img convert disk -O qcow2 -o cluster_size=512,extended_l2=off",
            "qemu-img create -q -f qcow2 -o data_file=data,size=3M",
            "qemu-img convert disk -O qcow",
            "qemu-img convert disk -O vmdk",
            "qemu-img convert disk -O vmdk -o subformat=streamOptimized",
            "qemu-img convert disk -O vdi",
            "qemu-img convert disk -O qed",
            "qemu-img convert disk -O parallels",
            "qemu-img convert disk -O vpc",
            "qemu-img convert disk -O vhdx -o block_size=1M,log_size=1M")) {
      Path file = directory.resolve("image" + seeds.size());
      Tool.run(directory, "sh", "-c", made + " " + file);
      seeds.add(file);
    }
    Files.writeString(
        directory.resolve("m.ovf"),
        "<E xmlns:o='u'><References><File o:href='image5' o:size='9'/></References></E>");
    Tool.run(directory, "tar", "cf", "ova", "m.ovf", "image5");
    seeds.add(directory.resolve("ova"));
    new Fuzz("images", Fuzz.files(seeds)).run(this::look);
  }

  @Test
  void compressedFiles() throws IOException {
    Files.write(directory.resolve("disk"), Samples.mixed(200_000, 50_000));
    List<Path> seeds = new ArrayList<>();
    for (String tool : List.of("gzip", "bzip2", "xz", "xz --check=sha256", "zstd -q")) {
      Path file = directory.resolve("packed" + seeds.size());
      Tool.run(directory, "sh", "-c", tool + " -c disk > " + file);
      seeds.add(file);
    }
    new Fuzz("compressed files", Fuzz.files(seeds)).run(this::look);
  }

  private void look(byte[] input) throws IOException {
    Path file = Files.write(directory.resolve("input"), input);
    ImageFormat format = ImageFormat.detect(file);
    ImageFormat.missing(file, "ova.vhd");
    if (format.compression() != Compression.NONE) {
      ImageFormat.missingInside(file, format.compression(), "ova");
    }
  }
}
