package io.vmcaster.uploader.webdav;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.Sha512;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import io.vmcaster.uploader.webdav.DavClient.Question;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files on a WebDAV server. A door of dCache hands new files on to a pool; an empty PUT that
 * expects {@code 100-continue} finds out whether a server does that, and whether it takes the file
 * at all, before any of it is sent.
 */
final class DavUploader implements Uploader {

  private static final Logger LOG = LoggerFactory.getLogger(DavUploader.class);

  private static final int LARGEST_LIST = 64 << 20;
  private static final int LARGEST_ENTRY = 1 << 16;

  private final ServerUrl door;
  private final DavClient client;
  private final DavRename rename;
  private final Messages messages;
  private final Set<String> usable = new HashSet<>();
  private boolean redirects = true;
  private boolean streams;
  private boolean sizeFirst;
  private boolean digests = true;
  private boolean properties = true;

  /**
   * Begins to talk with a server.
   *
   * @param client taken over
   */
  DavUploader(ServerUrl door, DavClient client, Messages messages) {
    this.door = door;
    this.client = client;
    this.rename = new DavRename(door, client, this, messages);
    this.messages = messages;
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all = EnumSet.of(Capability.DIRECTORIES);
    if (!sizeFirst) {
      all.add(Capability.STREAM);
    }
    if (properties) {
      all.add(Capability.LIST);
    }
    if (digests) {
      all.add(Capability.DIGEST);
    }
    return all;
  }

  @Override
  public List<String> warnings() {
    return rename.gap().stream().toList();
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    if (!properties) {
      return statByHead(path);
    }
    Question question = find("look at", path, "0", LARGEST_ENTRY);
    Answer answer = client.ask(question);
    if (answer.isUnknownMethod()) {
      properties = false;
      return statByHead(path);
    }
    Optional<RemoteFile> file =
        entries(question, answer).stream().findFirst().map(Multistatus.Entry::file);
    return file.filter(there -> there.size() < 0 && !there.directory()).isPresent()
        ? statByHead(path)
        : file;
  }

  /** A plain server redirects the name of a directory to the one with a slash. */
  private Optional<RemoteFile> statByHead(String path) {
    Question question = head(path);
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

  private Question head(String path) {
    return question("look at", "HEAD", path).with("Accept-Encoding", "identity");
  }

  private Question question(String verb, String method, String path) {
    return new Question(verb, method, door.withPath(path).uri());
  }

  @Override
  public Map<String, RemoteFile> list(String directory) {
    String path = directory.endsWith("/") ? directory : directory + "/";
    Question question = find("list", path, "1", LARGEST_LIST);
    Map<String, RemoteFile> files = new TreeMap<>();
    for (Multistatus.Entry entry : entries(question, client.ask(question))) {
      String name = entry.path().replaceFirst("/$", "");
      String inside = name.startsWith(path) ? name.substring(path.length()) : "";
      if (!inside.isEmpty() && inside.indexOf('/') < 0) {
        files.put(inside, entry.file());
      }
    }
    return files;
  }

  private Question find(String verb, String path, String depth, int limit) {
    return question(verb, "PROPFIND", path)
        .with("Depth", depth)
        .with("Content-Type", "application/xml")
        .sending(BodyPublishers.ofByteArray(Multistatus.QUESTION))
        .upTo(limit);
  }

  private List<Multistatus.Entry> entries(Question question, Answer answer) {
    if (answer.isMissing()) {
      return List.of();
    }
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
      String why = String.valueOf(e.getMessage()).replaceFirst("(?s)\\R.*", "");
      throw new TransferFailure(
          question.tried() + ": the answer is no WebDAV (" + why.replaceAll("\\p{C}", "?") + ")",
          "See whether writeprefix leads to a WebDAV server.",
          e);
    }
  }

  /**
   * Makes a directory and those above it that are missing.
   *
   * @param directory its path, with a slash at the end
   * @return whether it was missing
   */
  private boolean makeDirectories(String directory) {
    Deque<String> missing = new ArrayDeque<>();
    String path = directory;
    while (path.length() > 1 && stat(path.substring(0, path.length() - 1)).isEmpty()) {
      missing.push(path);
      path = path.substring(0, path.lastIndexOf('/', path.length() - 2) + 1);
    }
    for (String each : missing) {
      Question question = question("make the directory", "MKCOL", each);
      Answer answer = client.ask(question);
      if (!answer.isDone() && answer.status() != 405) {
        throw client.refused(question, answer);
      }
      messages.info("made the directory " + door.withPath(each));
    }
    return !missing.isEmpty();
  }

  @Override
  public Upload create(String path, long size) {
    if (size < 0 && sizeFirst) {
      throw new UnsupportedOperationException(door + " wants to know the size first");
    }
    client.refreshIdentity();
    URI asked = door.withPath(path).uri();
    URI url = prepare(path, asked, size < 0);
    String verb = url.equals(asked) ? "write" : "write " + asked + ", redirected to";
    return new DavUpload(this, client, path, new Question(verb, "PUT", url), size);
  }

  /** Where the bytes go: to the server itself, or to where it sends us. */
  private URI prepare(String path, URI url, boolean streaming) {
    String directory = path.substring(0, path.lastIndexOf('/') + 1);
    if (!redirects && usable.contains(directory) && (streams || !streaming)) {
      return url;
    }
    Question probe = probe(url, streaming);
    Answer answer = client.askOnce(probe);
    boolean noDirectory = answer.status() == 409 || answer.status() == 500 || answer.isMissing();
    if (noDirectory && makeDirectories(directory)) {
      answer = client.askOnce(probe);
    }
    if (answer.isRedirect()) {
      return client.redirects(probe).next(answer);
    }
    if (answer.isDone()) {
      client.askOnce(question("remove", "DELETE", path)); // it may be in the way of the file
    } else if (answer.status() != 417) {
      throw refused(probe, answer, streaming);
    }
    redirects = false;
    streams |= streaming;
    usable.add(directory);
    return url;
  }

  /** An empty file; of a size that it does not tell, if files are going to come so. */
  private static Question probe(URI url, boolean streaming) {
    Question probe = new Question("write", "PUT", url).with("Expect", "100-continue");
    return streaming ? probe.sending(BodyPublishers.fromPublisher(BodyPublishers.noBody())) : probe;
  }

  @Override
  public InputStream read(String path) {
    return client.open(question("read", "GET", path).with("Cache-Control", "no-cache"));
  }

  @Override
  public Optional<Sha512> sha512(String path) {
    return digest(path).flatMap(Answer::sha512);
  }

  /** What the server says of a file with its digest; empty when it has no digests. */
  Optional<Answer> digest(String path) {
    if (!digests) {
      return Optional.empty();
    }
    Answer answer = client.ask(head(path).withDigest());
    digests = answer.hasDigest();
    return Optional.of(answer).filter(head -> head.status() == 200);
  }

  @Override
  public void rename(String from, String to) {
    rename.run(from, to);
  }

  @Override
  public void remove(String path) {
    Optional<RemoteFile> there = stat(path);
    if (there.filter(RemoteFile::directory).isPresent()) {
      throw new TransferFailure(
          "cannot remove " + door.withPath(path).uri() + ": it is a directory", null);
    }
    if (there.isPresent()) {
      delete(path);
    }
  }

  /** Removes a file; nothing there is success. */
  void delete(String path) {
    Question question = question("remove", "DELETE", path);
    Answer answer = client.ask(question);
    if (!answer.isDone() && !answer.isMissing()) {
      throw client.refused(question, answer);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** Removes what there may be of a file that is given up, without failing. */
  void discard(String path) {
    try {
      client.askOnce(question("remove", "DELETE", path));
    } catch (Failure failure) {
      LOG.debug("it may be left there: " + failure.getMessage());
    }
  }

  /** Why the server takes no file at a path, asked by an empty one; empty when it takes that. */
  Optional<Failure> reason(String path) {
    Question probe = probe(door.withPath(path).uri(), false);
    try {
      Answer answer = client.askOnce(probe);
      if (answer.isDone()) {
        discard(path);
      }
      return answer.isDone() || answer.isRedirect()
          ? Optional.empty()
          : Optional.of(client.refused(probe, answer));
    } catch (Failure failure) {
      return Optional.empty();
    }
  }

  /** The server has answered to a file with a status that is no success. */
  Failure refused(Question question, Answer answer, boolean streamed) {
    sizeFirst |= answer.status() == 411 && streamed;
    return client.refused(question, answer);
  }
}
