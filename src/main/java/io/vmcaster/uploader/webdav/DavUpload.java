package io.vmcaster.uploader.webdav;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.uploader.Upload;
import io.vmcaster.uploader.webdav.DavClient.Question;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a file with one request, and compares the server's digest of it. What fails leaves no file
 * behind, as far as the server still listens.
 */
final class DavUpload extends Upload {

  private static final int BLOCK = 1 << 18;
  private static final int ERROR_TEXT = 2_000;

  private final Target target;
  private final DavClient client;
  private final Question question;
  private final BytePublisher body;
  private final CompletableFuture<HttpResponse<byte[]>> coming;
  private final SentDigest digest = new SentDigest();
  private ByteBuffer block = ByteBuffer.allocate(BLOCK);
  private long sent;
  private boolean over;

  /** The file on the server, as the upload's owner knows it. */
  interface Target {
    /** Removes what there may be of it, without failing. */
    void discard();

    /** What the server says of it now, with its digest; empty when it says none. */
    Optional<Answer> look();

    /** Why the server takes no file there, asked by an empty one; empty when it takes that. */
    Optional<Failure> reason();

    /** The server has answered with a status that is no success. */
    Failure refused(Question question, Answer answer);
  }

  /**
   * Begins to send.
   *
   * @param question the request, without its body
   * @param size in bytes; -1 when it is not known
   */
  DavUpload(DavClient client, Question question, long size, Target target) {
    this.client = client;
    this.target = target;
    this.body = new BytePublisher(size);
    this.question = SentDigest.asked(question).sending(body);
    this.coming = client.begin(this.question, LimitedBody.of(ERROR_TEXT));
    var unused = coming.whenComplete((answer, failure) -> body.end());
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, block.remaining());
      block.put(bytes, offset + done, count);
      done += count;
      if (!block.hasRemaining()) {
        sendBlock();
      }
    }
  }

  private void sendBlock() {
    block.flip();
    if (!block.hasRemaining()) {
      block.clear();
      return;
    }
    sent += block.remaining();
    Duration patience = client.settings().stall();
    try {
      if (!body.offer(block, patience)) {
        throw ended(patience);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (RuntimeException e) {
      give();
      throw e;
    }
    block = ByteBuffer.allocate(BLOCK);
  }

  /**
   * The request is over before all was sent, which Java 25 says before it says why, or nothing is
   * taken any more. A server may have said why before it hung up; Java 17 does not listen to that,
   * so it is asked once more.
   */
  private Failure ended(Duration patience) {
    Failure failure = body.isOver() ? early() : stalled(patience);
    if (!(failure instanceof TemporaryFailure)) {
      return failure;
    }
    give();
    return target.reason().orElse(failure);
  }

  private Failure early() {
    try {
      Answer answer = client.await(question, coming, client.settings().timeout());
      return target.refused(question, answer);
    } catch (Failure failure) {
      return failure;
    }
  }

  private Failure stalled(Duration patience) {
    return new TemporaryFailure(
        question.tried() + ": the server takes no more bytes since " + patience.toSeconds() + " s",
        "Run the command again later.");
  }

  @Override
  public void commit() {
    sendBlock();
    try {
      body.complete(client.settings().connect());
      Answer answer = client.await(question, coming, client.settings().finish(sent));
      if (!answer.isDone()) {
        throw target.refused(question, answer);
      }
      compare(answer);
      over = true;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (RuntimeException e) {
      give();
      throw e;
    }
  }

  private void compare(Answer answer) {
    boolean same =
        digest
            .matches(answer)
            .or(() -> target.look().flatMap(digest::matches))
            .orElse(true); // the caller looks at the size, and may read it back
    if (!same) {
      throw new TemporaryFailure(
          question.tried() + ": the server has something else than what was sent (its digest)",
          "Run the command again; if it happens again, tell those who run the server.");
    }
  }

  private InterruptedFailure interrupted(InterruptedException e) {
    give();
    Thread.currentThread().interrupt();
    return new InterruptedFailure(question.tried() + ": interrupted", null, e);
  }

  /** Gives the file up, once; an interrupt waits for that. */
  private void give() {
    if (over) {
      return;
    }
    over = true;
    boolean interrupted = Thread.interrupted();
    coming.cancel(true);
    target.discard();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    give();
  }
}
