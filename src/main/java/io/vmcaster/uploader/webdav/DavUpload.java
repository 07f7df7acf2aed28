package io.vmcaster.uploader.webdav;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.model.Sha512;
import io.vmcaster.uploader.Timeouts;
import io.vmcaster.uploader.Uploader.Upload;
import io.vmcaster.uploader.webdav.DavClient.Question;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.Adler32;

/**
 * Sends a file with one request, and compares the server's digest of it. What fails leaves no file
 * behind, as far as the server still listens.
 */
final class DavUpload extends Upload {

  private static final int BLOCK = 1 << 18;

  private final DavUploader uploader;
  private final DavClient client;
  private final Timeouts timeouts;
  private final String path;
  private final boolean streamed;
  private final Question question;
  private final BytePublisher body;
  private final CompletableFuture<HttpResponse<byte[]>> coming;
  private final MessageDigest sha512 = Sha512.digest();
  private final Adler32 adler32 = new Adler32();
  private long sent;
  private boolean over;

  /**
   * Begins to send.
   *
   * @param uploader knows the server
   * @param path the file's there
   * @param question the request, without its body
   * @param size in bytes; -1 when it is not known
   */
  DavUpload(DavUploader uploader, DavClient client, String path, Question question, long size) {
    this.uploader = uploader;
    this.client = client;
    this.timeouts = client.settings().timeouts();
    this.path = path;
    this.streamed = size < 0;
    this.body = new BytePublisher(size);
    this.question = question.withDigest().sending(body);
    this.coming = client.begin(this.question);
    var unused = coming.whenComplete((answer, failure) -> body.end());
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    sha512.update(bytes, offset, length);
    adler32.update(bytes, offset, length);
    for (int done = 0; done < length; done += BLOCK) {
      int from = offset + done;
      int until = offset + Math.min(length, done + BLOCK);
      send(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, until)));
    }
  }

  private void send(ByteBuffer block) {
    sent += block.remaining();
    step(
        () -> {
          if (!body.offer(block, timeouts.stall())) {
            throw ended();
          }
        });
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  /** What fails, or is interrupted, gives the file up. */
  private void step(Step step) {
    try {
      step.run();
    } catch (InterruptedException e) {
      give();
      Thread.currentThread().interrupt();
      throw new InterruptedFailure(question.tried() + ": interrupted", e);
    } catch (RuntimeException e) {
      give();
      throw e;
    }
  }

  /**
   * The request is over before all was sent, which Java 25 says before it says why, or nothing is
   * taken any more. A server may have said why before it hung up; Java 17 does not listen to that,
   * so it is asked once more.
   */
  private Failure ended() {
    Failure failure;
    if (body.isOver()) {
      try {
        Answer answer = client.await(question, coming, timeouts.answer());
        failure = uploader.refused(question, answer, streamed);
      } catch (Failure none) {
        failure = none;
      }
    } else {
      failure =
          new TemporaryFailure(
              "%s: the server takes no more bytes since %d s"
                  .formatted(question.tried(), timeouts.stall().toSeconds()),
              "Run the command again later.");
    }
    if (!(failure instanceof TemporaryFailure)) {
      return failure;
    }
    give();
    return uploader.reason(path).orElse(failure);
  }

  @Override
  public void commit() {
    step(
        () -> {
          body.complete(timeouts.connect());
          Answer answer = client.await(question, coming, timeouts.finish(sent));
          if (!answer.isDone()) {
            throw uploader.refused(question, answer, streamed);
          }
          compare(answer);
          over = true;
        });
  }

  private void compare(Answer answer) {
    Sha512 sent512 = Sha512.of(sha512.digest());
    boolean same =
        matches(answer, sent512)
            .or(() -> uploader.digest(path).flatMap(look -> matches(look, sent512)))
            .orElse(true); // the caller looks at the size, and may read it back
    if (!same) {
      throw new TemporaryFailure(
          question.tried() + ": the server has something else than what was sent (its digest)",
          "Run the command again; if it happens again, tell those who run the server.");
    }
  }

  /** Whether an answer tells the digest of what was sent; empty when it tells none that we know. */
  private Optional<Boolean> matches(Answer answer, Sha512 sent512) {
    return answer
        .sha512()
        .map(sent512::equals)
        .or(() -> answer.adler32().map(told -> told == adler32.getValue()));
  }

  /** Gives the file up, once; an interrupt waits for that. */
  private void give() {
    if (over) {
      return;
    }
    over = true;
    boolean interrupted = Thread.interrupted();
    coming.cancel(true);
    uploader.discard(path);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    give();
  }
}
