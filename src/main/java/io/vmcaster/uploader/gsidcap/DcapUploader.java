package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/**
 * Files on dCache. Names go over the control line; who moves the bytes is a choice.
 *
 * @param door taken over
 * @param mover moves the bytes of new files
 */
record DcapUploader(Door door, DataTransfer mover) implements Uploader {
  /** Connects at once, so that a wrong door is noticed early. */
  DcapUploader {
    door.connect();
  }

  /** Moves the bytes of new files. */
  @FunctionalInterface
  interface DataTransfer {
    /**
     * Begins a new file.
     *
     * @param size in bytes, or -1 when it is not known
     */
    Upload create(Door door, String path, long size);

    /** Moves them itself, without any other program. */
    DataTransfer JAVA = JavaUpload::begin;

    /** What a door is told of a new file: readable by all, and its size where it is known. */
    static String createOptions(long size) {
      return "-mode=0644" + (size < 0 ? "" : " -alloc-size=" + size);
    }
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.STREAM);
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    return door.ask("cannot look at " + door.name(path), session -> session.stat(path))
        .map(Reply.Stat::asRemoteFile);
  }

  @Override
  public Upload create(String path, long size) {
    return mover.create(door, path, size);
  }

  @Override
  public InputStream read(String path) {
    return door.ask(
        "cannot read " + door.name(path), session -> JavaDownload.open(door, session, path));
  }

  @Override
  public void rename(String from, String to) {
    new RenameOperation(door, from, to).run();
  }

  @Override
  public void remove(String path) {
    door.ask("cannot remove " + door.name(path), session -> session.unlink(path));
  }

  @Override
  public void close() {
    door.close();
  }
}
