package io.vmcaster.uploader.webdav;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.Json;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.webdav.DavClient.Question;
import io.vmcaster.uploader.webdav.WebDavProtocol.DavSettings.Replace;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a file another name. To a new name all servers move it in one step; what is there already
 * is replaced as the section says, since some servers remove it first.
 */
final class DavRename {

  private static final int LARGEST_PUT = 64 << 20;

  private final ServerUrl door;
  private final DavClient client;
  private final DavUploader files;
  private final Messages messages;
  private boolean warned;

  DavRename(ServerUrl door, DavClient client, DavUploader files, Messages messages) {
    this.door = door;
    this.client = client;
    this.files = files;
    this.messages = messages;
  }

  void run(String from, String to) {
    Optional<RemoteFile> source = files.stat(from);
    Optional<RemoteFile> old = files.stat(to);
    String tried = "cannot rename " + door.withPath(from) + " to " + to;
    if (source.isEmpty() || source.get().directory()) {
      throw new TransferFailure(tried + ": there is no such file", "See what has removed it.");
    }
    if (old.filter(RemoteFile::directory).isPresent()) {
      throw new TransferFailure(tried + ": a directory is in the way", null);
    }
    if (old.isEmpty()) {
      move(from, to, source.get(), "F");
      return;
    }
    warn();
    switch (client.settings().replace()) {
      case MOVE -> move(from, to, source.get(), "T");
      case PUT -> put(from, to);
      case DCACHE_REST -> ask(from, to);
    }
  }

  /**
   * What the chosen way leaves consumers without for a moment; empty when nothing, as far as known.
   */
  Optional<String> gap() {
    Replace replace = client.settings().replace();
    String software = client.software().toLowerCase(Locale.ROOT);
    boolean apache = software.startsWith("apache") && replace == Replace.MOVE;
    boolean dcache = software.startsWith("dcache") && replace != Replace.DCACHE_REST;
    return Optional.of(
            door.endpoint()
                + (" is " + (apache ? "an Apache" : "a dCache") + ", which removes a file before")
                + " another is moved over it: consumers miss the list for a moment; replace = "
                + (apache
                    ? "\"put\" in the section does without"
                    : "\"dcache-rest\" and frontend in the section do without"))
        .filter(message -> apache || dcache);
  }

  private void warn() {
    if (!warned) {
      gap().ifPresent(messages::warn);
      warned = true;
    }
  }

  private void move(String from, String to, RemoteFile source, String overwrite) {
    Question question =
        new Question("rename", "MOVE", door.withPath(from).uri())
            .with("Destination", door.withPath(to).uri().toString())
            .with("Overwrite", overwrite);
    Answer answer;
    try {
      answer = client.ask(question);
    } catch (TemporaryFailure lost) {
      if (hasMoved(from, to, source)) {
        return;
      }
      throw lost;
    }
    boolean fromProxy = answer.status() == 502 || answer.status() == 504; // of a lost answer
    if ((!answer.isDone() || answer.status() == 207)
        && !(fromProxy && hasMoved(from, to, source))) {
      throw client.refused(question, answer);
    }
  }

  /** The answer was lost; the move may have been done. */
  private boolean hasMoved(String from, String to, RemoteFile source) {
    try {
      return files.stat(from).isEmpty() && files.stat(to).equals(Optional.of(source));
    } catch (TemporaryFailure again) {
      return false;
    }
  }

  private void put(String from, String to) {
    Question question = new Question("write", "PUT", door.withPath(to).uri());
    client.require(question.sending(BodyPublishers.ofByteArray(content(from))));
    files.delete(from);
  }

  private byte[] content(String path) {
    Question question = new Question("read", "GET", door.withPath(path).uri());
    try (InputStream in = client.open(question)) {
      byte[] bytes = in.readNBytes(LARGEST_PUT + 1);
      if (bytes.length > LARGEST_PUT) {
        throw new TransferFailure(
            question.tried() + ": it is too large to be written again",
            "Write replace = \"move\" into the section.");
      }
      return bytes;
    } catch (IOException e) {
      throw client.broken(question, e);
    }
  }

  /** dCache's frontend renames over what is there. */
  private void ask(String from, String to) {
    ServerUrl frontend = client.settings().frontend().orElseThrow();
    String above = frontend.path().replaceFirst("/+$", "");
    URI url = frontend.withPath(above + "/api/v1/namespace" + from).uri();
    byte[] order =
        Json.compact(Json.object(Map.of("action", Json.of("mv"), "destination", Json.of(to))))
            .getBytes(StandardCharsets.UTF_8);
    Question question =
        new Question("rename", "POST", url)
            .with("Content-Type", "application/json")
            .with("Accept", "application/json")
            .sending(BodyPublishers.ofByteArray(order));
    Answer answer = client.askOnce(question);
    if (!answer.isDone()) {
      throw client.refused(question, answer);
    }
  }
}
