package io.vmcaster.uploader.gsidcap;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that a client has opened.
 *
 * @param client who opened it
 * @param command by which
 * @param file where its bytes are
 * @param write whether it is being written
 */
record DoorTransfer(DoorConnection client, DoorCommand command, Path file, boolean write) {

  boolean wantsPassive() {
    return command.options().containsKey("passive");
  }

  /** Tells the client where the pool is. */
  void connectTo(String host, int port, String challenge) throws IOException {
    client.send(command, "connect " + host + " " + port + " " + challenge);
  }

  void succeed() throws IOException {
    client.send(command, "ok");
  }

  void fail(int code, String text) throws IOException {
    client.send(command, "failed " + code + " \"" + text + "\"");
  }
}
