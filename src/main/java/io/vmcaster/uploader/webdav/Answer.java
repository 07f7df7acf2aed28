package io.vmcaster.uploader.webdav;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a server answers.
 *
 * @param url what it answers for
 * @param status such as 201
 * @param headers its header fields
 * @param body what came with it, not more than was wanted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(URI url, int status, HttpHeaders headers, byte[] body) {

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
