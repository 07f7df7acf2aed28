package io.vmcaster.uploader.webdav;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.error.Failure.TrustFailure;

/** Turns the statuses by which WebDAV servers refuse into failures that tell what to do. */
final class DavFailures {

  private static final String LATER = "Run the command again later.";

  private DavFailures() {}

  /**
   * A server refused.
   *
   * @param tried what was tried, such as {@code cannot write https://…}
   * @param answer its answer
   * @param identity what it was shown
   */
  static Failure refused(String tried, Answer answer, DavIdentity identity) {
    String words = answer.words().isEmpty() ? "" : " (" + answer.words() + ")";
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 ->
          new TransferFailure(
              tried + ": the server sends a file on when it has come, which is too late",
              "Write the address that it is sent on to into writeprefix.");
      case 401, 407 -> notKnown(tried, words, identity);
      case 403 -> notAllowed(tried, words, identity);
      case 404, 410 ->
          new TransferFailure(
              tried + ": there is no such file" + words,
              "See what has removed it, or correct writeprefix.");
      case 405, 501 ->
          new TransferFailure(
              tried + ": the server does not do that here" + words + status(answer),
              "See whether writeprefix leads into what the server serves by WebDAV.");
      case 409 ->
          new TransferFailure(
              tried
                  + ": its directory is not there, or something else is in the way"
                  + words
                  + status(answer),
              "Look at the directory, and correct writeprefix.");
      case 411 ->
          new TransferFailure(tried + ": the server wants to know the size first" + words, null);
      case 412 ->
          new TransferFailure(
              tried + ": a file has that name already" + words + status(answer),
              "See what it is, and remove it if it may go.");
      case 413 ->
          new TransferFailure(
              tried + ": the server takes no file as large as that" + words,
              "Ask those who run it to raise the limit.");
      case 423 ->
          new TemporaryFailure(
              tried + ": another program has locked it there" + words,
              "Run the command again when that program has ended.");
      case 502 ->
          new TemporaryFailure(
              tried + ": what stands before the server does not reach it" + words + status(answer),
              "If it stays so, have the proxy before the server hand on the address as it is.");
      case 507 ->
          new TemporaryFailure(
              tried + ": there is no space left on the server" + words,
              "Make room there, or ask for more, and run the command again.");
      default -> other(tried, answer, words);
    };
  }

  private static Failure other(String tried, Answer answer, String words) {
    String message = tried + ": the server answers with status " + answer.status() + words;
    boolean temporary =
        answer.status() >= 500
            || answer.status() == 408
            || answer.status() == 425
            || answer.status() == 429;
    return temporary
        ? new TemporaryFailure(message, LATER)
        : new TransferFailure(message, "Try the same with curl, and ask those who run the server.");
  }

  private static String status(Answer answer) {
    return " [" + answer.status() + "]";
  }

  private static Failure notKnown(String tried, String words, DavIdentity identity) {
    return new TrustFailure(
        tried + ": the server does not know us by " + identity + words,
        "Name a token (BEARER_TOKEN_FILE, token-file), a proxy or a certificate that it knows.");
  }

  private static Failure notAllowed(String tried, String words, DavIdentity identity) {
    String message = tried + ": the server does not allow it; it was shown " + identity + words;
    return identity.hasEnded()
        ? new TrustFailure(message, "Renew it.")
        : new TransferFailure(message, "Ask those who run the server to let you write there.");
  }
}
