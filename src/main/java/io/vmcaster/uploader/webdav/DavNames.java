package io.vmcaster.uploader.webdav;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.webdav.DavClient.Question;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;

/** What is where on a server: looked at, listed, and directories made. */
final class DavNames {

  private static final int LARGEST_LIST = 64 << 20;
  private static final int LARGEST_ENTRY = 1 << 16;

  private final ServerUrl door;
  private final DavClient client;
  private boolean properties = true;

  DavNames(ServerUrl door, DavClient client) {
    this.door = door;
    this.client = client;
  }

  /** Whether the server knows PROPFIND, as far as it was asked. */
  boolean canList() {
    return properties;
  }

  /** What is at a path. */
  Optional<RemoteFile> stat(String path) {
    if (!properties) {
      return statByHead(path);
    }
    Question question = question("look at", path, "0", LARGEST_ENTRY);
    Answer answer = client.ask(question);
    if (answer.isUnknownMethod()) {
      properties = false;
      return statByHead(path);
    }
    if (answer.isMissing()) {
      return Optional.empty();
    }
    List<Multistatus.Entry> entries = entries(question, answer);
    Optional<RemoteFile> file = entries.stream().findFirst().map(Multistatus.Entry::file);
    return file.filter(there -> there.size() < 0 && !there.directory()).isPresent()
        ? statByHead(path)
        : file;
  }

  /** A plain server redirects the name of a directory to the one with a slash. */
  private Optional<RemoteFile> statByHead(String path) {
    Question question = head("look at", path);
    Answer answer = client.askOnce(question);
    if (answer.isRedirect() && answer.header("location").orElse("").endsWith("/")) {
      return Optional.of(new RemoteFile(0, true));
    }
    answer = answer.isRedirect() ? client.ask(question) : answer;
    if (answer.isMissing()) {
      return Optional.empty();
    }
    if (!answer.isDone()) {
      throw client.refused(question, answer);
    }
    return Optional.of(new RemoteFile(answer.length(), path.endsWith("/")));
  }

  /** What the server says of a file, its digest if it knows it. */
  Answer head(String path) {
    return client.ask(head("look at", path).withDigest());
  }

  private Question head(String verb, String path) {
    return new Question(verb, "HEAD", door.withPath(path).uri())
        .with("Accept-Encoding", "identity");
  }

  /** The files of a directory by name; empty when it is missing. */
  Map<String, RemoteFile> list(String directory) {
    String path = directory.endsWith("/") ? directory : directory + "/";
    Question question = question("list", path, "1", LARGEST_LIST);
    Answer answer = client.ask(question);
    Map<String, RemoteFile> files = new TreeMap<>();
    if (answer.isMissing()) {
      return files;
    }
    for (Multistatus.Entry entry : entries(question, answer)) {
      nameIn(path, entry.path()).ifPresent(name -> files.put(name, entry.file()));
    }
    return files;
  }

  /** The name of what is directly in a directory; empty for anything else. */
  private static Optional<String> nameIn(String directory, String path) {
    if (!path.startsWith(directory)) {
      return Optional.empty();
    }
    String name = path.substring(directory.length()).replaceFirst("/$", "");
    return Optional.of(name).filter(text -> !text.isEmpty() && text.indexOf('/') < 0);
  }

  private Question question(String verb, String path, String depth, int limit) {
    return new Question(verb, "PROPFIND", door.withPath(path).uri())
        .with("Depth", depth)
        .with("Content-Type", "application/xml")
        .sending(BodyPublishers.ofByteArray(Multistatus.QUESTION))
        .upTo(limit);
  }

  private List<Multistatus.Entry> entries(Question question, Answer answer) {
    if (answer.status() != 207) {
      throw client.refused(question, answer);
    }
    if (answer.body().length > question.limit()) {
      throw new TransferFailure(
          question.tried() + ": the answer has more than " + question.limit() + " bytes",
          "See what is there; vmcaster wants a directory of its own.");
    }
    try {
      return Multistatus.parse(answer.body());
    } catch (XMLStreamException | RuntimeException e) {
      throw new TransferFailure(
          question.tried() + ": the answer is no WebDAV (" + firstLine(e.getMessage()) + ")",
          "See whether writeprefix leads to a WebDAV server.",
          e);
    }
  }

  private static String firstLine(String text) {
    return String.valueOf(text).lines().findFirst().orElse("").replaceAll("\\p{C}", "?");
  }

  /**
   * Makes a directory and those above it that are missing.
   *
   * @param directory its path, with a slash at the end
   * @return whether it was missing
   */
  boolean makeDirectories(String directory, Messages messages) {
    Deque<String> missing = new ArrayDeque<>();
    String path = directory;
    while (path.length() > 1 && stat(path.substring(0, path.length() - 1)).isEmpty()) {
      missing.push(path);
      path = path.substring(0, path.lastIndexOf('/', path.length() - 2) + 1);
    }
    for (String each : missing) {
      Question question = new Question("make the directory", "MKCOL", door.withPath(each).uri());
      Answer answer = client.ask(question);
      if (!answer.isDone() && answer.status() != 405) {
        throw client.refused(question, answer);
      }
      messages.info("made the directory " + door.withPath(each));
    }
    return !missing.isEmpty();
  }

  /** Removes a file; nothing there is success. */
  void remove(String path) {
    Question question = new Question("remove", "DELETE", door.withPath(path).uri());
    Answer answer = client.ask(question);
    if (!answer.isDone() && !answer.isMissing()) {
      throw client.refused(question, answer);
    }
  }
}
