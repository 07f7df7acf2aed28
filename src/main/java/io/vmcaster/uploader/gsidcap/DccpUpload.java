package io.vmcaster.uploader.gsidcap;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.uploader.Upload;
import java.io.IOException;
import java.time.Duration;
import java.util.zip.Adler32;

/** Sends a file through a {@code dccp} child, and believes only what it can check. */
final class DccpUpload extends Upload {
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final DccpChild child;
  private final UnfinishedFile target;
  private final Timeouts timeouts;
  private final String tried;
  private final Adler32 checksum = new Adler32();
  private long sent;

  /**
   * Sends through a child.
   *
   * @param child taken over
   * @param target checks what arrived, or removes what is left when it is not committed
   */
  DccpUpload(DccpChild child, UnfinishedFile target, Timeouts timeouts) {
    this.child = child;
    this.target = target;
    this.timeouts = timeouts;
    this.tried = "cannot write " + target + " with dccp";
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      child.feed(bytes, offset, length, timeouts.open());
      checksum.update(bytes, offset, length);
      sent += length;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void commit() {
    try {
      Duration wait = timeouts.open().plus(timeouts.finish(sent)).plus(MARGIN);
      int status = child.finish(wait);
      if (status != 0 || child.isLate() || child.words().isFatal()) {
        throw judged(null);
      }
      checkSum();
      target.verify(sent);
      target.keep();
    } catch (IOException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void checkSum() {
    if (child.words().checksum().orElse(-1) != checksum.getValue()) {
      throw new TemporaryFailure(
          tried + ": dccp read other bytes than it was given", "Send it again.");
    }
  }

  /** It takes no more bytes: its last words tell why. */
  private Failure failed(IOException e) {
    try {
      child.endSoon();
      return judged(e);
    } catch (InterruptedException i) {
      return interrupted(i);
    }
  }

  private static InterruptedFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new InterruptedFailure("interrupted while dccp was sending", null, e);
  }

  private Failure judged(IOException e) {
    DccpWords words = child.words();
    if (words.isUnprotected()) {
      return new TrustFailure(
          tried + ": the tunnel could not be built: " + words.lastWords(),
          "dccp was stopped before it could go on without protection.",
          e);
    }
    if (words.isPoolUnreachable()) {
      return DcapFailures.poolUnreachable(tried, new IOException("a pool cannot be reached", e));
    }
    if (words.refusal().isPresent()) {
      return refused(words.refusal().get());
    }
    return new TemporaryFailure(tried + ": " + why(), "Try again later.", e);
  }

  private Failure refused(DcapException refusal) {
    if (refusal.isBeforeCreation()) {
      target.keep();
    }
    return refusal.isFileExists() || refusal.isMissing()
        ? DcapFailures.notOpened(tried, refusal)
        : DcapFailures.notAccepted(tried, refusal);
  }

  private String why() {
    if (child.isLate()) {
      return "the server did not answer in time, and dccp was stopped";
    }
    return child.words().isDoorUnreachable()
        ? "the door cannot be reached"
        : child.words().lastWords();
  }

  @Override
  public void close() {
    child.close();
    target.remove();
  }
}
