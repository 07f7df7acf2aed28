package io.vmcaster.uploader.webdav;

import io.vmcaster.model.Url;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.zip.Adler32;

/** What a {@link DavDoor} says of files. */
final class DavDoorAnswers {

  /** A multistatus that reaches for a file of the client's. */
  static final String DOCUMENT_TYPE =
      "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><D:multistatus"
          + " xmlns:D='DAV:'>&a;</D:multistatus>";

  private DavDoorAnswers() {}

  /** The path of an address. */
  static String path(String address) {
    String raw = URI.create(address).getRawPath();
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** What is at a path, and in it if it is a directory. */
  static String multistatus(DavDoor door, String path, Path file, boolean deep) throws IOException {
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\">");
    entry(xml, path, file);
    if (Files.isDirectory(file) && deep) {
      for (Path each : door.listed(file).keySet()) {
        entry(xml, path.replaceFirst("/?$", "/") + each.getFileName(), each);
      }
    }
    return xml + "</d:multistatus>";
  }

  static void pause(int millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void entry(StringBuilder xml, String path, Path file) throws IOException {
    boolean directory = Files.isDirectory(file);
    xml.append("<d:response><d:href>")
        .append(Url.encode(path))
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
