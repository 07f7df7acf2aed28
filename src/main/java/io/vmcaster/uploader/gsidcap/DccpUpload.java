package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.uploader.Timeouts;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.Adler32;

/** Sends a file through a {@code dccp} child, and believes only what it can check. */
final class DccpUpload extends Upload {
  private static final String ADVICE =
      "Install it (on Debian: dcap and dcap-tunnel-gsi), or remove dcapclient from the section.";
  private static final int HIGHEST_PORT = Short.MAX_VALUE;
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final DccpChild child;
  private final UnfinishedFile target;
  private final Timeouts timeouts;
  private final String tried;
  private final Adler32 checksum = new Adler32();
  private long sent;

  private DccpUpload(DccpChild child, UnfinishedFile target, Timeouts timeouts) {
    this.child = child;
    this.target = target;
    this.timeouts = timeouts;
    this.tried = "cannot write " + target + " with dccp";
  }

  /**
   * Has dCache's own {@code dccp} move the bytes.
   *
   * @param credential the variables that tell it what to show to a door
   * @throws ConfigurationFailure when it is not installed
   */
  static DcapUploader.DataTransfer by(
      Environment environment, Supplier<Map<String, String>> credential) {
    String missing = "the configuration asks for dccp, which is not installed";
    Path program =
        environment.program("dccp").orElseThrow(() -> new ConfigurationFailure(missing, ADVICE));
    Map<String, String> variables = clean(environment);
    return (door, path, size) -> {
      refuseHighPort(door);
      refuseIfThere(door, path);
      Map<String, String> all = new HashMap<>(variables);
      all.putAll(credential.get());
      return start(program, door, path, size, all);
    };
  }

  /**
   * What it needs, beside what shows who we are. Nothing from outside may change how it works or
   * where its messages go, and no secret of ours is its business.
   */
  private static Map<String, String> clean(Environment environment) {
    Map<String, String> clean = new HashMap<>(Map.of("LC_ALL", "C"));
    for (String name : List.of("PATH", "HOME", "TMPDIR")) {
      environment.get(name).ifPresent(value -> clean.put(name, value));
    }
    return clean;
  }

  /** It keeps the port of a URL in a short, and would go to a negative one. */
  private static void refuseHighPort(Door door) {
    if (door.url().port() > HIGHEST_PORT) {
      throw new ConfigurationFailure(
          "dccp cannot reach " + door.url().endpoint() + ": the port is above " + HIGHEST_PORT,
          "Remove dcapclient from the section.");
    }
  }

  /** It would put a file into a directory of this name, and calls an existing file many names. */
  private static void refuseIfThere(Door door, String path) {
    String tried = "cannot write " + door.name(path);
    if (door.ask(tried, session -> session.stat(path)).isPresent()) {
      throw new DcapException(1, "File is readOnly", "EEXIST").notOpened(tried);
    }
  }

  private static Upload start(
      Path program, Door door, String path, long size, Map<String, String> variables) {
    Timeouts timeouts = door.timeouts();
    long closeWait = timeouts.finish(size < 0 ? Long.MAX_VALUE / 2 : size).toSeconds() + 1;
    String options = DcapUploader.DataTransfer.createOptions(size);
    List<String> command = new ArrayList<>(List.of(program.toString(), "-d", "3", "-A"));
    command.addAll(List.of("-C", "" + closeWait, "-X", options, "-", door.name(path)));
    try {
      DccpChild child = DccpChild.start(command, variables, timeouts.open());
      return new DccpUpload(child, new UnfinishedFile(door, path), timeouts);
    } catch (IOException e) {
      throw new TransferFailure("cannot start " + program, ADVICE, e);
    }
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
      if (child.words().checksum().orElse(-1) != checksum.getValue()) {
        throw new TemporaryFailure(
            tried + ": dccp read other bytes than it was given", "Send it again.");
      }
      target.verify(sent);
      target.keep();
    } catch (IOException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
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
    return new InterruptedFailure("interrupted while dccp was sending", e);
  }

  private Failure judged(IOException e) {
    DccpChild.Words words = child.words();
    if (words.isUnprotected()) {
      return new TrustFailure(
          tried + ": the tunnel could not be built: " + words.lastWords(),
          "dccp was stopped before it could go on without protection.",
          e);
    }
    if (words.isPoolUnreachable()) {
      return Door.poolUnreachable(tried, new IOException("a pool cannot be reached", e));
    }
    if (words.refusal().isPresent()) {
      return refused(words.refusal().get());
    }
    String why =
        child.isLate()
            ? "the server did not answer in time, and dccp was stopped"
            : words.isDoorUnreachable() ? "the door cannot be reached" : words.lastWords();
    return new TemporaryFailure(tried + ": " + why, "Try again later.", e);
  }

  private Failure refused(DcapException refusal) {
    if (refusal.isBeforeCreation()) {
      target.keep();
    }
    return refusal.isFileExists() || refusal.isMissing()
        ? refusal.notOpened(tried)
        : refusal.notAccepted(tried);
  }

  @Override
  public void close() {
    child.close();
    target.remove();
  }
}
