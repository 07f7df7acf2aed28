package io.vmcaster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Java machines from 17 up that are installed here, oldest first, one for each release. */
public final class JavaMachines {
  private static final int OLDEST = 17;

  private JavaMachines() {}

  /** The home directories; at least the one that runs this test. */
  public static List<Path> homes() {
    TreeMap<Integer, Path> homes = new TreeMap<>();
    for (Path candidate : candidates()) {
      int release = release(candidate);
      if (release >= OLDEST) {
        homes.putIfAbsent(release, candidate);
      }
    }
    return List.copyOf(homes.values());
  }

  /** The release of the Java in a directory, 17 for 17.0.15; 0 when there is none. */
  public static int release(Path home) {
    Path file = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(file)) {
      return 0;
    }
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Runtime.Version.parse(properties.getProperty("JAVA_VERSION").replace("\"", ""))
        .feature();
  }

  private static List<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    candidates.add(Path.of(System.getProperty("java.home")));
    String named = System.getProperty("vmcaster.java.homes", "");
    if (!named.isEmpty()) {
      Stream.of(named.split(":", -1)).map(Path::of).forEach(candidates::add);
      return candidates;
    }
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> entries = Files.list(installed)) {
        entries.sorted().forEach(candidates::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return candidates;
  }
}
