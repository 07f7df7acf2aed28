package io.vmcaster.uploader.gsidcap;

import io.vmcaster.testing.Arguments;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Opens a {@link TestDoor} for whoever wants to try a client against it. */
final class DoorMain {
  private static final String USAGE =
      """
      usage: dcap-door [OPTION]... DIRECTORY PORT
      Opens a dCache door with one pool, whose files are those of DIRECTORY, on 127.0.0.1.

        --gsi CERT KEY CADIR   a gsidcap door; KEY is PKCS#8 without a passphrase
        --tls VERSION          TLSv1.2 or TLSv1.3 alone
        --active | --passive   who connects for the bytes, whatever the client asks
        --truncate             an existing file may be written again
        --after BYTES          where faults in the middle of the data happen
        --fault NAME           misbehave (repeatable), in one of these ways:
      """;

  private final Arguments arguments;
  private final Set<DoorFault> faults = EnumSet.noneOf(DoorFault.class);
  private TestDoor.Way way = TestDoor.Way.ASKED;
  private String[] versions = {};
  private DoorKey key;
  private Path caDirectory;
  private boolean truncates;
  private long after = DoorFaults.SOMEWHERE;

  private DoorMain(String[] arguments) {
    this.arguments = new Arguments(arguments);
  }

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      new DoorMain(arguments).run();
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE + faultNames());
      System.exit(2);
    }
    Thread.currentThread().join();
  }

  private static String faultNames() {
    return Arrays.toString(DoorFault.values())
        .toLowerCase(Locale.ROOT)
        .replace('_', '-')
        .replaceAll("[\\[\\]]", "");
  }

  private void run() throws IOException {
    while (arguments.isOption()) {
      option(arguments.next("OPTION"));
    }
    Path directory = Path.of(arguments.next("DIRECTORY"));
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException("there is no directory " + directory);
    }
    int port = arguments.number("PORT");
    arguments.end();
    TestDoor door = new TestDoor(directory.toRealPath(), port, lines());
    door.way(way);
    door.truncates(truncates);
    door.faults().middle(after);
    faults.forEach(door.faults()::set);
    door.log(System.err::println);
    System.err.println("open on port " + door.port());
  }

  private void option(String option) {
    switch (option) {
      case "--gsi" -> {
        Path certificate = Path.of(arguments.next("CERT"));
        key = new DoorKey(certificate, Path.of(arguments.next("KEY")));
        caDirectory = Path.of(arguments.next("CADIR"));
      }
      case "--tls" -> versions = new String[] {arguments.next("VERSION")};
      case "--active" -> way = TestDoor.Way.ACTIVE;
      case "--passive" -> way = TestDoor.Way.PASSIVE;
      case "--truncate" -> truncates = true;
      case "--after" -> after = arguments.number("BYTES");
      case "--fault" -> faults.add(arguments.choice(DoorFault.class, "fault"));
      default -> throw new IllegalArgumentException("unknown option " + option);
    }
  }

  private TestDoor.Lines lines() throws IOException {
    if (key == null) {
      return (socket, door) -> new PlainDoorLine(socket);
    }
    key.context(new ProxyTrust(caDirectory)); // fails now, not at the first client
    GsiDoor lines = new GsiDoor(key, caDirectory, versions);
    if (faults.contains(DoorFault.WRONG_CERTIFICATE) || faults.contains(DoorFault.UNTRUSTED_CA)) {
      addWrongKeys(lines);
    }
    return lines;
  }

  /** Both from an authority made for the occasion; who trusts it sees the wrong name alone. */
  private static void addWrongKeys(GsiDoor lines) throws IOException {
    TestPki pki = TestPki.in(Files.createTempDirectory("dcap-door"));
    TestCa ca = pki.ca("/DC=org/DC=example/CN=Nobody's CA");
    lines.wrong(DoorFault.UNTRUSTED_CA, of(ca, "localhost"));
    lines.wrong(DoorFault.WRONG_CERTIFICATE, of(ca, "elsewhere.example.org"));
    System.err.println("the authority of wrong certificates is in " + pki.caDirectory());
  }

  private static DoorKey of(TestCa ca, String host) {
    var identity = ca.host(host).issue();
    return new DoorKey(identity.certificateFile(), identity.keyFile());
  }
}
