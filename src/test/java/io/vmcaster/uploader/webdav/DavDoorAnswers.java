package io.vmcaster.uploader.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.zip.Adler32;

/** What a {@link DavDoor} says of files. */
final class DavDoorAnswers {

  private DavDoorAnswers() {}

  /** Adds what is at a path to a multistatus. */
  static void entry(StringBuilder xml, String path, Path file) throws IOException {
    boolean directory = Files.isDirectory(file);
    xml.append("<d:response><d:href>")
        .append(DavUrl.encode(path))
        .append(directory ? "/" : "")
        .append("</d:href><d:propstat><d:prop><d:resourcetype>")
        .append(directory ? "<d:collection/>" : "")
        .append("</d:resourcetype>")
        .append(
            directory ? "" : "<d:getcontentlength>" + Files.size(file) + "</d:getcontentlength>")
        .append("</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>");
  }

  /** The digests of a file that a client wants. */
  static Map<String, String> digests(Path file, String wanted) throws IOException {
    Adler32 adler = new Adler32();
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-512");
      try (InputStream content = Files.newInputStream(file)) {
        byte[] piece = new byte[1 << 16];
        for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
          sha.update(piece, 0, count);
          adler.update(piece, 0, count);
        }
      }
      String both =
          "adler32="
              + String.format("%08x", adler.getValue())
              + (wanted.contains("sha-512")
                  ? ",sha-512=" + Base64.getEncoder().encodeToString(sha.digest())
                  : "");
      return Map.of("Digest", both);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
