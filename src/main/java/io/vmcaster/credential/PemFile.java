package io.vmcaster.credential;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** The blocks of a PEM file, in their order; text between them is left out. */
final class PemFile {

  private PemFile() {}

  /**
   * Reads the blocks.
   *
   * @throws IOException when a block is damaged
   */
  static List<PemObject> read(byte[] bytes) throws IOException {
    List<PemObject> blocks = new ArrayList<>();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    try (PemReader reader = new PemReader(new StringReader(text))) {
      for (PemObject block = reader.readPemObject();
          block != null;
          block = reader.readPemObject()) {
        blocks.add(block);
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(e);
    }
    return blocks;
  }

  static boolean isCertificate(PemObject block) {
    return block.getType().equals("CERTIFICATE") || block.getType().equals("X509 CERTIFICATE");
  }

  static boolean isPrivateKey(PemObject block) {
    return block.getType().endsWith("PRIVATE KEY");
  }

  /** The first block with a private key. */
  static Optional<PemObject> privateKey(List<PemObject> blocks) {
    return blocks.stream().filter(PemFile::isPrivateKey).findFirst();
  }
}
