package io.vmcaster.uploader.webdav;

import io.vmcaster.model.Sha512;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server answers. It may tell the digest of a file by {@code Digest} (RFC 3230) or {@code
 * Repr-Digest} (RFC 9530).
 *
 * @param url what it answers for
 * @param status such as 201
 * @param headers its header fields
 * @param body what came with it, not more than was wanted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(URI url, int status, HttpHeaders headers, byte[] body) {
  private static final Pattern SHA512 =
      Pattern.compile("sha-512=:?([A-Za-z0-9+/]{86}==)", Pattern.CASE_INSENSITIVE);
  private static final Pattern ADLER32 =
      Pattern.compile("adler32=([0-9a-f]{1,8})(?![0-9a-z])", Pattern.CASE_INSENSITIVE);

  boolean isDone() {
    return status >= 200 && status < 300;
  }

  /** Whether what was asked for is elsewhere. */
  boolean isRedirect() {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  boolean isMissing() {
    return status == 404 || status == 410;
  }

  /** Whether the server does not know the method. */
  boolean isUnknownMethod() {
    return status == 405 || status == 501;
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The size that the answer tells; -1 when it does not. */
  long length() {
    return header("content-length")
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::parseLong)
        .orElse(-1L);
  }

  /** Whether it tells any digest. */
  boolean hasDigest() {
    return header("digest").or(() -> header("repr-digest")).isPresent();
  }

  /** The SHA-512 of the file. */
  Optional<Sha512> sha512() {
    Matcher told =
        SHA512.matcher(header("repr-digest").orElse("") + "," + header("digest").orElse(""));
    return told.find()
        ? Optional.of(Sha512.of(Base64.getDecoder().decode(told.group(1))))
        : Optional.empty();
  }

  /** The Adler-32 of the file, which dCache always has. */
  Optional<Long> adler32() {
    Matcher told = ADLER32.matcher(header("digest").orElse(""));
    return told.find() ? Optional.of(Long.parseLong(told.group(1), 16)) : Optional.empty();
  }

  /** What the server says to people, in one line without control characters; possibly nothing. */
  String words() {
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.stripLeading().startsWith("<")) {
      return "";
    }
    String line = text.strip().lines().findFirst().orElse("").replaceAll("\\p{C}", "?");
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}
