package io.vmcaster.uploader.scp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Between which addresses a connection is made.
 *
 * @param family {@code inet}, {@code inet6} or {@code any}
 * @param bindAddress an address of this machine to connect from
 * @param bindInterface a network interface of this machine to connect from
 */
record SshLine(String family, Optional<String> bindAddress, Optional<String> bindInterface) {

  /** Connects to an address. */
  void connect(Socket socket, InetAddress address, int port, Duration patience) throws IOException {
    Optional<InetAddress> source = source(address);
    if (source.isPresent()) {
      try {
        socket.bind(new InetSocketAddress(source.get(), 0));
      } catch (IOException e) {
        throw refused("from " + source.get().getHostAddress(), String.valueOf(e.getMessage()));
      }
    }
    socket.connect(new InetSocketAddress(address, port), (int) patience.toMillis());
  }

  /**
   * The addresses of a name that may be connected to.
   *
   * @throws java.net.UnknownHostException when it has none at all
   * @throws ConnectException when it has none of the family
   */
  List<InetAddress> addresses(String name) throws IOException {
    List<InetAddress> addresses = new ArrayList<>(List.of(InetAddress.getAllByName(name)));
    addresses.removeIf(
        address -> !family.equals("any") && family.equals("inet6") == isOld(address));
    if (addresses.isEmpty()) {
      throw new ConnectException(
          "the name has no address of the AddressFamily " + family + " of the ssh configuration");
    }
    return addresses;
  }

  private static boolean isOld(InetAddress address) {
    return address instanceof Inet4Address;
  }

  private Optional<InetAddress> source(InetAddress to) throws IOException {
    List<InetAddress> ours = new ArrayList<>();
    String asked = "";
    if (bindAddress.isPresent()) {
      asked = "BindAddress " + bindAddress.get();
      ours.addAll(List.of(InetAddress.getAllByName(bindAddress.get())));
    } else if (bindInterface.isPresent()) {
      asked = "BindInterface " + bindInterface.get();
      NetworkInterface found = NetworkInterface.getByName(bindInterface.get());
      if (found != null) {
        found.getInetAddresses().asIterator().forEachRemaining(ours::add);
      }
    } else {
      return Optional.empty();
    }
    ours.removeIf(address -> isOld(address) != isOld(to));
    if (ours.isEmpty()) {
      throw refused(asked, "it has no address to reach " + to.getHostAddress() + " from");
    }
    return Optional.of(ours.get(0));
  }

  private static ConnectException refused(String asked, String why) {
    return new ConnectException(asked + ", as the ssh configuration says: " + why);
  }
}
