package io.vmcaster.uploader.gsidcap;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import java.util.Set;

/**
 * A door or a pool says no. The numbers are those of dCache's door; the texts do not always fit.
 * What that means for a user is a failure that tells what was tried, such as {@code "cannot write
 * dcap://door/a"}.
 */
final class DcapException extends Exception {
  /** What to do when the server may be better another time. */
  static final String LATER = "Try again later; ask the site's administrators if it stays.";

  private static final Set<Integer> NO_SPACE = Set.of(10017, 10024, 10025, 10032, 33);
  private static final Set<Integer> PERMISSION = Set.of(10018, 19, 2);
  private static final Set<Integer> PASSING = Set.of(10006, 10023, 112, 666);
  private static final int MISSING = 10001;

  /** What is more is no reason any more. */
  private static final int LONGEST_TEXT = 500;

  final int code;
  private final String text;
  final String errno;

  /**
   * What was said.
   *
   * @param code the number, -1 when there was none
   * @param text the words, possibly empty
   * @param errno the name of an error number, such as {@code EACCES}, possibly empty
   */
  DcapException(int code, String text, String errno) {
    super(cut(text));
    this.code = code;
    this.text = cut(text);
    this.errno = cut(errno);
  }

  private static String cut(String said) {
    return said.length() <= LONGEST_TEXT ? said : said.substring(0, LONGEST_TEXT) + "…";
  }

  /** Nothing is at the path, or its directory is missing. */
  boolean isMissing() {
    return code == MISSING || (code == 2 && text.contains("No such file"));
  }

  /** Somebody may not do this. */
  boolean isPermission() {
    return !isMissing()
        && (PERMISSION.contains(code) || errno.equals("EPERM") || errno.equals("EACCES"));
  }

  /** Something has the name that a file was to get. */
  boolean isInTheWay() {
    return errno.equals("EEXIST") || code == 20 || text.matches("(?is).*\\bexists\\b.*");
  }

  /** No pool, no space or no quota. */
  boolean isNoSpace() {
    return !isPermission() && (NO_SPACE.contains(code) || errno.equals("ENOSPC"));
  }

  /** Something inside took too long. */
  boolean isPassing() {
    return PASSING.contains(code);
  }

  /** A file that is there cannot be written again. */
  boolean isFileExists() {
    return code == 1 && text.contains("readOnly");
  }

  /** A new file was refused before the door made its name: what has the name is not ours. */
  boolean isBeforeCreation() {
    return isFileExists() || isMissing() || isPermission();
  }

  /** The words of the other side with the number, for a message. */
  String words() {
    String said = text.isBlank() ? "no reason given" : text.strip();
    return said + " (code " + code + (errno.isBlank() ? "" : ", " + errno) + ")";
  }

  /** The door or a pool refused. */
  Failure refused(String tried) {
    if (isPassing()) {
      return later(tried, "the server ran out of time");
    }
    if (isNoSpace()) {
      return later(tried, "no space, no pool or no quota");
    }
    return isPermission()
        ? never(
            tried,
            "permission denied",
            "Ask the site's administrators to let your certificate's name write there.")
        : never(tried, "the server refuses", null);
  }

  /** The place cannot be opened for writing. */
  Failure notOpened(String tried) {
    if (isMissing()) {
      return never(
          tried,
          "its directory is missing",
          "Make the directory, or correct writeprefix in the configuration.");
    }
    return isFileExists()
        ? never(tried, "a file of this name is already there", null)
        : refused(tried);
  }

  /** The pool that was to take or give the bytes could not. */
  Failure poolFailed(String tried) {
    return later(tried, "the pool reports an error");
  }

  /** All bytes were sent, but the server does not take the file. */
  Failure notAccepted(String tried) {
    return isPassing() || isNoSpace()
        ? refused(tried)
        : never(
            tried,
            "the server did not accept what was sent",
            "The unfinished file is removed. Send it again.");
  }

  private Failure later(String tried, String why) {
    return new TemporaryFailure(tried + ": " + why + ": " + words(), LATER, this);
  }

  private Failure never(String tried, String why, String advice) {
    return new TransferFailure(tried + ": " + why + ": " + words(), advice, this);
  }
}
