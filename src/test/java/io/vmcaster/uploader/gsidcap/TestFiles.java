package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/** Files as the tests send and fetch them. */
final class TestFiles {
  private TestFiles() {}

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Sends a whole file in pieces. */
  static void send(Uploader uploader, String path, byte[] content) {
    try (Upload upload = uploader.create(path, content.length)) {
      for (int at = 0; at < content.length; at += 8192) {
        upload.write(content, at, Math.min(8192, content.length - at));
      }
      upload.commit();
    }
  }

  static byte[] fetch(Uploader uploader, String path) throws IOException {
    try (InputStream in = uploader.read(path)) {
      return in.readAllBytes();
    }
  }
}
