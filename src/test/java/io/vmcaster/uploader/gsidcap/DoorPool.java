package io.vmcaster.uploader.gsidcap;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The pool behind a door: moves bytes, wherever the connection comes from. */
final class DoorPool implements AutoCloseable {
  private final TestDoor door;
  private final ServerSocket server;
  private final Map<String, DoorTransfer> expected = new ConcurrentHashMap<>();

  DoorPool(TestDoor door) throws IOException {
    this.door = door;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    door.start(this::accept);
  }

  /** Begins a transfer: the client comes, or is gone to. */
  void serve(DoorTransfer transfer) throws IOException, DcapException {
    if (door.way().passive(transfer.wantsPassive())) {
      String challenge = UUID.randomUUID().toString();
      expected.put(challenge, transfer);
      boolean nameless = door.faults().has(DoorFault.NAMELESS_POOL);
      transfer.connectTo(nameless ? "\"\"" : "localhost", port(), challenge);
    } else {
      String host = transfer.command().argument(2);
      int port = Integer.parseInt(transfer.command().argument(3));
      door.start(() -> goTo(host, port, transfer));
    }
  }

  private int port() throws IOException {
    if (door.faults().has(DoorFault.IMPOSSIBLE_POOL)) {
      return 99_999;
    }
    if (!door.faults().has(DoorFault.UNREACHABLE_POOL)) {
      return server.getLocalPort();
    }
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private void goTo(String host, int port, DoorTransfer transfer) {
    try (Socket socket = new Socket(host, port)) {
      DoorDataTransfer mover = new DoorDataTransfer(door, transfer, socket);
      mover.greet(transfer.command().session());
      mover.run();
    } catch (IOException e) {
      door.log("active transfer ends: " + e);
    }
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        door.start(() -> welcome(socket));
      }
    } catch (IOException e) {
      door.log("pool ends: " + e);
    }
  }

  private void welcome(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int session = in.readInt();
      byte[] challenge = new byte[in.readInt()];
      in.readFully(challenge);
      DoorTransfer transfer = expected.remove(new String(challenge, StandardCharsets.UTF_8));
      if (transfer != null && transfer.command().session() == session) {
        new DoorDataTransfer(door, transfer, socket).run();
      }
    } catch (IOException e) {
      door.log("passive transfer ends: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
