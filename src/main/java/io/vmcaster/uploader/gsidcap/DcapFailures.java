package io.vmcaster.uploader.gsidcap;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Says what went wrong in words that a user can act on. */
final class DcapFailures {
  private static final String LATER = "Try again later; ask the site's administrators if it stays.";

  private DcapFailures() {}

  /**
   * The door or a pool refused.
   *
   * @param tried what was tried on what, such as {@code "cannot write dcap://door/a"}
   */
  static Failure refused(String tried, DcapException refusal) {
    if (refusal.isPassing()) {
      return new TemporaryFailure(
          tried + ": the server ran out of time: " + refusal.words(), LATER, refusal);
    }
    if (refusal.isNoSpace()) {
      return new TemporaryFailure(
          tried + ": no space, no pool or no quota: " + refusal.words(), LATER, refusal);
    }
    return new TransferFailure(tried + ": " + why(refusal), advice(refusal), refusal);
  }

  private static String why(DcapException refusal) {
    if (refusal.isPermission()) {
      return "permission denied: " + refusal.words();
    }
    return "the server refuses: " + refusal.words();
  }

  private static String advice(DcapException refusal) {
    return refusal.isPermission()
        ? "Ask the site's administrators to let your certificate's name write there."
        : null;
  }

  /** The place cannot be opened for writing. */
  static Failure notOpened(String tried, DcapException refusal) {
    if (refusal.isMissing()) {
      return new TransferFailure(
          tried + ": its directory is missing: " + refusal.words(),
          "Make the directory, or mend writeprefix in the configuration.",
          refusal);
    }
    if (refusal.isFileExists()) {
      return new TransferFailure(
          tried + ": a file of this name is already there: " + refusal.words(), null, refusal);
    }
    return refused(tried, refusal);
  }

  /** The pool that was to take or give the bytes could not. */
  static Failure poolFailed(String tried, DcapException refusal) {
    return new TemporaryFailure(
        tried + ": the pool reports an error: " + refusal.words(), LATER, refusal);
  }

  /** All bytes were sent, but the server does not take the file. */
  static Failure notAccepted(String tried, DcapException refusal) {
    if (refusal.isPassing() || refusal.isNoSpace()) {
      return refused(tried, refusal);
    }
    return new TransferFailure(
        tried + ": the server did not accept what was sent: " + refusal.words(),
        "The unfinished file is removed. Send it again.",
        refusal);
  }

  /** The connection failed, or stayed silent. */
  static TemporaryFailure broken(String tried, String who, IOException e) {
    if (e instanceof SocketTimeoutException) {
      return new TemporaryFailure(
          tried + ": " + who + " did not answer in time",
          "Try again later, or raise timeout in the configuration's section.",
          e);
    }
    String why =
        e instanceof EOFException ? "closed the connection" : "broke the connection: " + words(e);
    return new TemporaryFailure(tried + ": " + who + " " + why, LATER, e);
  }

  /** The door names a pool, but there is no way to it. */
  static TemporaryFailure poolUnreachable(String tried, IOException e) {
    return new TemporaryFailure(
        tried + ": " + words(e), "Check that a firewall lets you reach the pools.", e);
  }

  /** No connection to a host could be made. */
  static TemporaryFailure unreachable(String endpoint, IOException e) {
    return new TemporaryFailure(
        "cannot reach the door " + endpoint + ": " + unreachableWords(e),
        "Check host and port in writeprefix, and the network.",
        e);
  }

  private static String unreachableWords(IOException e) {
    if (e instanceof UnknownHostException) {
      return "its name is unknown";
    }
    return e instanceof SocketTimeoutException ? "it did not answer in time" : words(e);
  }

  private static String words(IOException e) {
    return e.getMessage() == null ? "no reason given" : e.getMessage();
  }
}
