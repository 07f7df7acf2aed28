package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.RemoteFile;
import io.vmcaster.uploader.Capability;
import io.vmcaster.uploader.Upload;
import io.vmcaster.uploader.Uploader;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files on dCache. Names go over the control line; who moves the bytes is a choice. */
final class DcapUploader implements Uploader {
  private final DoorConnection conversation;
  private final DataTransfer mover;

  /**
   * Talks with a door.
   *
   * @param conversation taken over
   * @param mover moves the bytes of new files
   */
  DcapUploader(DoorConnection conversation, DataTransfer mover) {
    this.conversation = conversation;
    this.mover = mover;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.STREAM);
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    String tried = "cannot look at " + name(path);
    try {
      return conversation.ask(tried, session -> session.stat(path)).map(Stat::asRemoteFile);
    } catch (DcapException e) {
      throw DcapFailures.refused(tried, e);
    }
  }

  @Override
  public Map<String, RemoteFile> list(String directory) {
    throw new UnsupportedOperationException("dcap doors do not list directories");
  }

  @Override
  public Upload create(String path, long size) {
    return mover.create(conversation, path, size);
  }

  @Override
  public Upload append(String path, long offset) {
    throw new UnsupportedOperationException("dCache does not continue files");
  }

  @Override
  public InputStream read(String path) {
    return JavaDownload.begin(conversation, path);
  }

  @Override
  public void rename(String from, String to) {
    new RenameOperation(conversation, from, to).run();
  }

  @Override
  public void remove(String path) {
    String tried = "cannot remove " + name(path);
    try {
      conversation.ask(
          tried,
          session -> {
            session.unlink(path);
            return true;
          });
    } catch (DcapException e) {
      if (!e.isMissing()) {
        throw DcapFailures.refused(tried, e);
      }
    }
  }

  private String name(String path) {
    return conversation.door().name(path);
  }

  @Override
  public void close() {
    conversation.close();
  }
}
