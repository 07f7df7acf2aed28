package io.vmcaster.uploader.webdav;

import io.vmcaster.testing.Arguments;
import io.vmcaster.uploader.gsidcap.DoorKey;
import io.vmcaster.uploader.gsidcap.ProxyTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;

/** Opens a {@link DavDoor} for whoever wants to try a client against it. */
final class DavDoorMain {

  private static final String USAGE =
      """
      usage: dav-door [OPTION]... DIRECTORY PORT
      Opens a WebDAV door like dCache's with one pool, whose files are those of DIRECTORY, on 127.0.0.1.

        --tls CERT KEY CADIR    https; KEY is PKCS#8 without a passphrase; clients may show certificates
                                and proxies of the authorities in CADIR
        --token TOKEN           only who shows this bearer token is let in (repeatable)
        --no-pool               files are taken by the door itself, and there are no digests
        --status METHOD STATUS  every METHOD is answered by STATUS (repeatable)
        --fault NAME            misbehave (repeatable), in one of these ways:
      """;

  private final Arguments arguments;
  private final Set<DavFault> faults = EnumSet.noneOf(DavFault.class);
  private final Set<String> tokens = new TreeSet<>();
  private final Map<String, Integer> statuses = new HashMap<>();
  private boolean pool = true;
  private SSLContext tls;

  private DavDoorMain(String[] arguments) {
    this.arguments = new Arguments(arguments);
  }

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      new DavDoorMain(arguments).run();
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE + names());
      System.exit(2);
    }
    Thread.currentThread().join();
  }

  private static String names() {
    return Arrays.toString(DavFault.values())
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
    DavDoor door = new DavDoor(directory.toRealPath(), port, tls);
    door.wanting(tokens.toArray(String[]::new));
    faults.forEach(door::with);
    statuses.forEach(door::answering);
    if (!pool) {
      door.withoutPool();
    }
    door.log(System.err::println);
    System.err.println("open on port " + door.port());
  }

  private void option(String option) {
    switch (option) {
      case "--tls" -> {
        DoorKey key = new DoorKey(Path.of(arguments.next("CERT")), Path.of(arguments.next("KEY")));
        tls = key.context(new ProxyTrust(Path.of(arguments.next("CADIR"))));
      }
      case "--token" -> tokens.add(arguments.next("TOKEN"));
      case "--no-pool" -> pool = false;
      case "--status" -> statuses.put(arguments.next("METHOD"), arguments.number("STATUS"));
      case "--fault" -> faults.add(arguments.choice(DavFault.class, "fault"));
      default -> throw new IllegalArgumentException("unknown option " + option);
    }
  }
}
