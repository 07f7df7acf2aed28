package io.vmcaster.uploader.webdav;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.fetch.HttpFailures;
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

  /** Statuses, what they mean, and what to do. */
  private static final String MEANINGS =
      """
      301 302 303 307 308 | the server sends a file on when it has come, which is too late \
       | Write the address that it redirects to into writeprefix.
      401 407 | the server does not know us by \
       | Name a token (BEARER_TOKEN_FILE, token-file), a proxy or a certificate that it knows.
      403 | the server does not allow it; it was shown \
       | Ask those who run the server to let you write there.
      404 410 | there is no such file | See what has removed it, or correct writeprefix.
      405 501 | the server does not do that here \
       | See whether writeprefix leads into what the server serves by WebDAV.
      409 | its directory is not there, or something else is in the way \
       | Look at the directory, and correct writeprefix.
      411 | the server wants to know the size first | Run the command again.
      412 | a file has that name already | See what it is, and remove it if it may go.
      413 | the server takes no file as large as that | Ask those who run it to raise the limit.
      423 | another program has locked it there | Run the command again when it has ended.
      502 | what stands before the server does not reach it \
       | If it stays so, have the proxy before the server hand on the address as it is.
      507 | there is no space left on the server \
       | Make room there, or ask for more, and run the command again.
      """;

  private static final String LATER = "Run the command again later.";
  private static final String ASK = "Try the same with curl, and ask those who run the server.";

  boolean isDone() {
    return status >= 200 && status < 300;
  }

  /** Whether what was asked for is elsewhere. */
  static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  boolean isRedirect() {
    return isRedirect(status);
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

  /**
   * What it means when it is no success.
   *
   * @param tried what was tried, such as {@code cannot write https://…}
   * @param identity what it was shown
   */
  Failure refused(String tried, DavIdentity identity) {
    boolean later = status == 423 || (status != 501 && HttpFailures.isTemporary(status));
    String[] meaning =
        MEANINGS
            .lines()
            .map(line -> line.split(" +[|] +"))
            .filter(row -> row[0].contains(Integer.toString(status)))
            .findFirst()
            .orElse(new String[] {"", "the server refuses", later ? LATER : ASK});
    String shown = status == 401 || status == 403 || status == 407 ? " " + identity : "";
    String said = words().isEmpty() ? "" : " (" + words() + ")";
    String message = tried + ": " + meaning[1] + shown + " (status " + status + ")" + said;
    if (status == 401 || status == 407) {
      return new TrustFailure(message, meaning[2]);
    }
    if (status == 403 && identity.hasEnded()) {
      return new TrustFailure(message, "Renew it.");
    }
    return later
        ? new TemporaryFailure(message, meaning[2])
        : new TransferFailure(message, meaning[2]);
  }
}
