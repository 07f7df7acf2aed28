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
    String said = words().isEmpty() ? "" : " (" + words() + ")";
    String number = " [" + status + "]";
    if (isRedirect()) {
      return new TransferFailure(
          tried + ": the server sends a file on when it has come, which is too late",
          "Write the address that it is sent on to into writeprefix.");
    }
    return switch (status) {
      case 401, 407 ->
          new TrustFailure(
              tried + ": the server does not know us by " + identity + said,
              "Name a token (BEARER_TOKEN_FILE, token-file), a proxy or a certificate that it"
                  + " knows.");
      case 403 -> notAllowed(tried, said, identity);
      case 404, 410 ->
          new TransferFailure(
              tried + ": there is no such file" + said,
              "See what has removed it, or correct writeprefix.");
      case 405, 501 ->
          new TransferFailure(
              tried + ": the server does not do that here" + said + number,
              "See whether writeprefix leads into what the server serves by WebDAV.");
      case 409 ->
          new TransferFailure(
              tried
                  + (": its directory is not there, or something else is in the way" + said)
                  + number,
              "Look at the directory, and correct writeprefix.");
      case 411 ->
          new TransferFailure(tried + ": the server wants to know the size first" + said, null);
      case 412 ->
          new TransferFailure(
              tried + ": a file has that name already" + said + number,
              "See what it is, and remove it if it may go.");
      case 413 ->
          new TransferFailure(
              tried + ": the server takes no file as large as that" + said,
              "Ask those who run it to raise the limit.");
      case 423 ->
          new TemporaryFailure(
              tried + ": another program has locked it there" + said,
              "Run the command again when that program has ended.");
      case 502 ->
          new TemporaryFailure(
              tried + ": what stands before the server does not reach it" + said + number,
              "If it stays so, have the proxy before the server hand on the address as it is.");
      case 507 ->
          new TemporaryFailure(
              tried + ": there is no space left on the server" + said,
              "Make room there, or ask for more, and run the command again.");
      default -> other(tried + ": the server answers with status " + status + said);
    };
  }

  private Failure other(String message) {
    return HttpFailures.isTemporary(status)
        ? new TemporaryFailure(message, "Run the command again later.")
        : new TransferFailure(message, "Try the same with curl, and ask those who run the server.");
  }

  private static Failure notAllowed(String tried, String said, DavIdentity identity) {
    String message = tried + ": the server does not allow it; it was shown " + identity + said;
    return identity.hasEnded()
        ? new TrustFailure(message, "Renew it.")
        : new TransferFailure(message, "Ask those who run the server to let you write there.");
  }
}
