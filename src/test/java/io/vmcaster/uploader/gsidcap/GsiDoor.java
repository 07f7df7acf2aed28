package io.vmcaster.uploader.gsidcap;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.SSLEngine;

/** Makes the lines of a gsidcap door. */
final class GsiDoor implements TestDoor.Lines {
  private final DoorKey key;
  private final Path caDirectory;
  private final Map<DoorFault, DoorKey> wrongKeys = new EnumMap<>(DoorFault.class);
  private final String[] versions;

  /**
   * Makes lines.
   *
   * @param key shown to clients
   * @param caDirectory the authorities of clients
   * @param versions of TLS
   */
  GsiDoor(DoorKey key, Path caDirectory, String... versions) {
    this.key = key;
    this.caDirectory = caDirectory;
    this.versions = versions.length == 0 ? new String[] {"TLSv1.3", "TLSv1.2"} : versions;
  }

  /** Shows another key when a fault is on. */
  GsiDoor wrong(DoorFault fault, DoorKey other) {
    wrongKeys.put(fault, other);
    return this;
  }

  @Override
  public DoorLine on(Socket socket, TestDoor door) throws IOException {
    PlainDoorLine line = new PlainDoorLine(socket);
    if (door.faults().has(DoorFault.IMPOSTOR)) {
      return new ImpostorLine(line);
    }
    door.silent(DoorFault.SILENT_HANDSHAKE);
    if (door.faults().has(DoorFault.CUT_HANDSHAKE)) {
      line.read();
      throw new EOFException("the handshake is cut, as asked");
    }
    return GsiDoorLine.accept(line, engine(door.faults()));
  }

  private SSLEngine engine(DoorFaults faults) {
    DoorKey shown = key;
    for (Map.Entry<DoorFault, DoorKey> wrong : wrongKeys.entrySet()) {
      shown = faults.has(wrong.getKey()) ? wrong.getValue() : shown;
    }
    SSLEngine engine = shown.context(new ProxyTrust(caDirectory, faults)).createSSLEngine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    engine.setEnabledProtocols(versions);
    return engine;
  }
}
