package io.vmcaster.service;

import io.vmcaster.compression.deflate.ChunkDeflater;
import io.vmcaster.config.Configuration;
import io.vmcaster.config.Section;
import io.vmcaster.context.Check;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.service.ImagePresence.PublicAnswer;
import io.vmcaster.uploader.Destinations;
import io.vmcaster.uploader.Destinations.Destination;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One look at everything that a run will need, each thing by itself: what fails does not stop the
 * others. Nobody is asked for a passphrase.
 */
public final class Doctor {

  /** A file that nobody has. */
  private static final String PROBE = "vmcaster-probe";

  private final List<Check> checks = new ArrayList<>();

  /** Everything found so far. */
  public List<Check> checks() {
    return List.copyOf(checks);
  }

  /** Adds what was found, in one line and without passwords. */
  public void add(Check check) {
    String line = check.sentence().strip().replaceAll("\\s*\\n\\s*", " ");
    checks.add(new Check(check.name(), check.outcome(), Secrets.masked(line)));
  }

  /** Adds a fault, with what to do. */
  public void add(String name, Failure failure) {
    String advice =
        failure
            .advice()
            .map(text -> ". " + text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1))
            .orElse("");
    add(Check.fault(name, failure.getMessage() + advice));
  }

  /**
   * Looks at something; a failure is a fault.
   *
   * @return whether it did not fail
   */
  boolean look(String name, Runnable look) {
    try {
      look.run();
      return true;
    } catch (Failure failure) {
      add(name, failure);
      return false;
    }
  }

  /** What compresses images, and what would be faster. */
  public void lookAtCompression() {
    add(
        ChunkDeflater.isLibdeflateThere()
            ? Check.ok("compression", "gzip by libdeflate")
            : Check.ok(
                "compression",
                "gzip by Java's own zlib; with the package libdeflate0 (Debian) or libdeflate (Red"
                    + " Hat) it would take half the time"));
  }

  /**
   * The servers of a configuration.
   *
   * @param configuration the configuration
   * @param known addresses of lists and images: where a section that is a pattern is looked at
   * @param images addresses of images, whose answers are looked at as consumers see them
   * @param destinations connects to them
   * @param fetcher reads as subscribers do
   * @param tryWrite whether a small file is written, read and removed
   */
  public record Servers(
      Configuration configuration,
      List<String> known,
      List<String> images,
      Destinations destinations,
      Fetcher fetcher,
      boolean tryWrite) {}

  /** Looks at the servers of all sections: whether they are reached, and, if asked, written. */
  public void lookAtServers(Servers servers) {
    servers.configuration().sections().forEach(section -> look(section, servers));
  }

  private void look(Section section, Servers servers) {
    String name = "server [" + section.name() + "]";
    Optional<String> address = address(section, servers);
    if (address.isEmpty()) {
      add(
          Check.warning(
              name,
              ("no address is known that it covers, so it is not looked at: add a list"
                      + " or image whose hv:uri begins with %s, or see whether another section"
                      + " covers the same")
                  .formatted(section.readPrefix().orElseGet(() -> section.match().pattern()))));
      return;
    }
    if (look(name, () -> add(reach(section, address.get(), servers)))) {
      lookAtDirectories(section, name, address.get(), servers);
      if (servers.tryWrite()) {
        look(name, () -> add(write(name, address.get(), servers)));
      }
    }
    Check read = read(name, address.get(), servers.fetcher());
    add(read);
    if (read.outcome() == Check.Outcome.OK) {
      lookAtImages(section, name, servers);
    }
  }

  /** Where the lists and the next builds of images go, below the prefix or beside it. */
  private void lookAtDirectories(Section section, String name, String seen, Servers servers) {
    Set<String> directories = new HashSet<>(Set.of(directory(seen)));
    for (String uri : servers.known()) {
      if (leadsTo(section, uri, servers.configuration()) && directories.add(directory(uri))) {
        look(name, () -> lookAtDirectory(name, servers.destinations().open(uri)));
      }
    }
  }

  private static String directory(String uri) {
    return uri.substring(0, uri.lastIndexOf('/') + 1);
  }

  private void lookAtDirectory(String name, Destination opened) {
    if (!isDirectoryThere(opened)) {
      add(Check.ok(name, noDirectory(opened) + ": an upload makes it"));
    }
  }

  /** One image of each file ending, as consumers get it: web servers label files by it. */
  private void lookAtImages(Section section, String name, Servers servers) {
    Set<String> endings = new HashSet<>();
    for (String uri : servers.images()) {
      String file = uri.substring(uri.lastIndexOf('/') + 1);
      String ending = file.contains(".") ? file.substring(file.lastIndexOf('.')) : "";
      if (leadsTo(section, uri, servers.configuration()) && endings.add(ending)) {
        for (String fault : PublicAnswer.of(servers.fetcher(), uri).faults()) {
          add(Check.fault(name, uri + ": " + fault));
        }
      }
    }
  }

  private Check reach(Section section, String uri, Servers servers) {
    Destination opened = servers.destinations().open(uri);
    Location place = opened.location();
    isDirectoryThere(opened);
    opened
        .uploader()
        .warnings()
        .forEach(text -> add(Check.warning("server [" + section.name() + "]", text)));
    return Check.ok(
        "server [" + section.name() + "]",
        place.endpoint().isEmpty()
            ? "%s is there, written as %s files".formatted(place.directory(), section.protocol())
            : "%s is reached by %s%s, and it lets us in"
                .formatted(
                    place.endpoint(),
                    section.protocol(),
                    opened.uploader().identification().map(text -> ": " + text).orElse("")));
  }

  /**
   * Whether the directory of a file is there, as the one that a user's session begins in always is.
   *
   * @throws ConfigurationFailure when it is missing, and an upload does not make it
   */
  private static boolean isDirectoryThere(Destination opened) {
    String directory = opened.location().directory();
    String path = directory.length() > 1 ? directory.replaceFirst("/+$", "") : directory;
    if (path.isEmpty()) {
      opened.uploader().stat(opened.location().path());
      return true;
    }
    Optional<RemoteFile> there = opened.uploader().stat(path);
    if (there.isEmpty() && opened.uploader().capabilities().contains(Capability.DIRECTORIES)) {
      return false;
    }
    if (!there.map(RemoteFile::directory).orElse(false)) {
      throw new ConfigurationFailure(
          noDirectory(opened), "Make it, or correct writeprefix (uriReplace).");
    }
    return true;
  }

  private static String noDirectory(Destination opened) {
    return "there is no directory "
        + opened.location().sibling("")
        + (opened.uri().endsWith("/" + PROBE) ? "" : ", where " + opened.uri() + " goes");
  }

  private static Check read(String name, String uri, Fetcher fetcher) {
    String directory = uri.substring(0, uri.length() - PROBE.length());
    PublicAnswer answer = PublicAnswer.of(fetcher, uri);
    return answer.reached()
        ? Check.ok(name, directory + " answers")
        : Check.warning(
            name,
            ("%s does not answer: %s; subscribers read there, and published files are not checked"
                    + " while it is away")
                .formatted(directory, answer.reason()));
  }

  private Check write(String name, String uri, Servers servers) {
    Destination opened = servers.destinations().open(uri);
    Location probe = opened.location().sibling(Destination.temporaryName(PROBE));
    byte[] bytes = PROBE.getBytes(StandardCharsets.US_ASCII);
    try (Upload upload = opened.uploader().create(probe.path(), bytes.length)) {
      upload.write(bytes, 0, bytes.length);
      upload.commit();
    }
    try {
      if (!opened.holds(probe, bytes)) {
        throw new TransferFailure(
            "what was written to " + probe + " reads as something else", null);
      }
    } finally {
      removeQuietly(name, opened, probe);
    }
    return Check.ok(name, "a file was written, read and removed in " + probe.sibling(""));
  }

  private void removeQuietly(String name, Destination opened, Location probe) {
    try {
      opened.uploader().remove(probe.path());
    } catch (Failure failure) {
      add(Check.warning(name, probe + " is left: " + failure.getMessage() + "; remove it"));
    }
  }

  /** An address whose files this section writes; empty when there is no telling. */
  private static Optional<String> address(Section section, Servers servers) {
    List<String> candidates = new ArrayList<>();
    section.readPrefix().ifPresent(prefix -> candidates.add(below(prefix)));
    for (String uri : servers.known()) {
      candidates.add(uri.substring(0, uri.lastIndexOf('/') + 1) + PROBE);
    }
    candidates.add(below(withoutPattern(section.match().pattern())));
    section.server().ifPresent(server -> candidates.add(below("https://" + server)));
    section.server().ifPresent(server -> candidates.add(below("http://" + server)));
    return candidates.stream()
        .filter(uri -> leadsTo(section, uri, servers.configuration()))
        .findFirst();
  }

  private static String below(String prefix) {
    return prefix + (prefix.endsWith("/") ? "" : "/") + PROBE;
  }

  /** The text that a simple pattern is for: {@code ^https://a\.example\.org/(.*)}. */
  private static String withoutPattern(String pattern) {
    return pattern
        .replaceFirst("^\\^", "")
        .replaceFirst("\\(?\\.[*+]\\??\\)?\\$?$", "")
        .replaceAll("\\\\([^A-Za-z0-9])", "$1");
  }

  private static boolean leadsTo(Section section, String uri, Configuration configuration) {
    try {
      return configuration.route(uri).filter(route -> route.section().equals(section)).isPresent();
    } catch (Failure elsewhere) {
      return false;
    }
  }

  /** Keeps what would be warned of. */
  public static final class Warnings implements Messages {

    private final List<String> texts = new ArrayList<>();

    /** Every warning so far. */
    public List<String> texts() {
      return List.copyOf(texts);
    }

    @Override
    public void warn(String text) {
      texts.add(text);
    }

    @Override
    public void info(String text) {}
  }
}
