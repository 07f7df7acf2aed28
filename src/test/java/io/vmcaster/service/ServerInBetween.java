package io.vmcaster.service;

import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hands everything on; tests replace what their server does otherwise. */
public class ServerInBetween implements Uploader {

  private final Uploader server;

  /** Passes everything on to a server. */
  public ServerInBetween(Uploader server) {
    this.server = server;
  }

  @Override
  public Set<Capability> capabilities() {
    return server.capabilities();
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    return server.stat(path);
  }

  @Override
  public Map<String, RemoteFile> list(String directory) {
    return server.list(directory);
  }

  @Override
  public Upload create(String path, long size) {
    return server.create(path, size);
  }

  @Override
  public Upload append(String path, long offset) {
    return server.append(path, offset);
  }

  @Override
  public InputStream read(String path) {
    return server.read(path);
  }

  @Override
  public void rename(String from, String to) {
    server.rename(from, to);
  }

  @Override
  public void remove(String path) {
    server.remove(path);
  }

  @Override
  public void close() {
    server.close();
  }
}
