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
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files on a WebDAV server. A door of dCache hands new files on to a pool; an empty PUT that
 * expects {@code 100-continue} finds out whether a server does that, and whether it takes the file
 * at all, before any of it is sent.
 */
final class DavUploader implements Uploader {

  private static final Logger LOG = LoggerFactory.getLogger(DavUploader.class);

  private final ServerUrl door;
  private final DavClient client;
  private final DavNames names;
  private final DavRename rename;
  private final Messages messages;
  private final Set<String> usable = new HashSet<>();
  private boolean redirects = true;
  private boolean streams;
  private boolean sizeFirst;
  private boolean digests = true;

  /**
   * Begins to talk with a server.
   *
   * @param client taken over
   */
  DavUploader(ServerUrl door, DavClient client, Messages messages) {
    this.door = door;
    this.client = client;
    this.names = new DavNames(door, client);
    this.rename = new DavRename(door, client, names, messages);
    this.messages = messages;
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all = EnumSet.of(Capability.DIRECTORIES);
    if (!sizeFirst) {
      all.add(Capability.STREAM);
    }
    if (names.canList()) {
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
    return names.stat(path);
  }

  @Override
  public Map<String, RemoteFile> list(String directory) {
    return names.list(directory);
  }

  @Override
  public Upload create(String path, long size) {
    if (size < 0 && sizeFirst) {
      throw new UnsupportedOperationException(door + " wants to know the size first");
    }
    client.refreshIdentity();
    URI asked = door.withPath(path).uri();
    URI url = prepare(path, asked, size < 0);
    String verb = url.equals(asked) ? "write" : "write " + asked + ", sent on to";
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
    if (noDirectory && names.makeDirectories(directory, messages)) {
      answer = client.askOnce(probe);
    }
    if (answer.isRedirect()) {
      return client.redirects(probe).next(answer);
    }
    if (answer.isDone()) {
      delete(path); // where files cannot be written over, it would be in the way
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

  private void delete(String path) {
    client.askOnce(new Question("remove", "DELETE", door.withPath(path).uri()));
  }

  @Override
  public InputStream read(String path) {
    return client.open(
        new Question("read", "GET", door.withPath(path).uri()).with("Cache-Control", "no-cache"));
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
    Answer answer = names.head(path);
    digests = answer.hasDigest();
    return Optional.of(answer).filter(head -> head.status() == 200);
  }

  @Override
  public void rename(String from, String to) {
    rename.run(from, to);
  }

  @Override
  public void remove(String path) {
    Optional<RemoteFile> there = names.stat(path);
    if (there.filter(RemoteFile::directory).isPresent()) {
      throw new TransferFailure(
          "cannot remove " + door.withPath(path).uri() + ": it is a directory", null);
    }
    if (there.isPresent()) {
      names.remove(path);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** Removes what there may be of a file that is given up, without failing. */
  void discard(String path) {
    try {
      delete(path);
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
