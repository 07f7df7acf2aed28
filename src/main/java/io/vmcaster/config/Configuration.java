package io.vmcaster.config;

import io.vmcaster.config.IniFile.IniSection;
import io.vmcaster.config.Section.ProtocolKeys;
import io.vmcaster.config.Section.Route;
import io.vmcaster.config.Section.UriText;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A configuration file, read whole. A section with faults is kept: it covers what it would cover,
 * so that a run which needs it fails for the right reason and never goes to another server.
 *
 * <p>For use by one thread.
 */
public final class Configuration {

  /** Larger files are no configuration, in bytes. */
  static final int MAX_SIZE = 1 << 20;

  private final Path file;
  private final List<ParsedSection> parsed;
  private final Messages messages;
  private final Set<String> warned = new LinkedHashSet<>();

  Configuration(Path file, List<ParsedSection> parsed, Messages messages) {
    this.file = file;
    this.parsed = List.copyOf(parsed);
    this.messages = messages;
  }

  /**
   * Reads a file whole.
   *
   * @param file a local file in UTF-8
   * @param protocols those that there are, with their keys
   * @param messages is told of keys that nobody knows
   * @throws ConfigurationFailure when it cannot be read, or has faults outside of its sections; a
   *     section with faults only fails the run that needs it
   */
  public static Configuration read(Path file, List<ProtocolKeys> protocols, Messages messages) {
    IniFile ini = IniFile.parse(text(file));
    List<ParsedSection> parsed = new ArrayList<>();
    Set<String> unknown = new TreeSet<>(ini.defaults().keySet());
    unknown.removeIf(key -> SectionReader.isKnown(key, protocols));
    List<String> names = ini.sections().stream().map(IniSection::name).toList();
    for (IniSection section : ini.sections()) {
      List<Fault> faults = new ArrayList<>(ini.faults());
      faults.removeIf(fault -> !fault.section().equals(section.name()));
      if (Collections.frequency(names, section.name()) > 1) {
        faults.add(new Fault(section.name(), "section", "it is there twice; join the two"));
      }
      SectionReader reader = new SectionReader(section, ini.defaults(), protocols, faults);
      parsed.add(reader.read());
      reader.unknownKeys().forEach(key -> warnUnknown(messages, file, section.name(), key));
      unknown.removeAll(reader.usedKeys());
    }
    unknown.forEach(key -> warnUnknown(messages, file, IniFile.DEFAULT, key));
    if (ini.faults().stream().anyMatch(fault -> !names.contains(fault.section()))) {
      Set<Fault> all = new LinkedHashSet<>(ini.faults());
      parsed.forEach(section -> all.addAll(section.faults()));
      throw failure(file, all);
    }
    return new Configuration(file, parsed, messages);
  }

  private static void warnUnknown(Messages messages, Path file, String section, String key) {
    messages.warn(file + ": [" + section + "] " + key + ": no such key; it is ignored");
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_SIZE + 1);
      if (bytes.length > MAX_SIZE) {
        throw unreadable(file, "it is larger than " + MAX_SIZE + " bytes", null);
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw unreadable(file, "reading it is not permitted", e);
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not UTF-8 text", e);
    } catch (IOException e) {
      throw unreadable(file, Files.isDirectory(file) ? "it is a directory" : e.getMessage(), e);
    }
  }

  private static ConfigurationFailure unreadable(Path file, String why, Exception cause) {
    return new ConfigurationFailure(
        "cannot read the configuration " + file + ": " + why,
        "Correct it, or name another file with --config-file.",
        cause);
  }

  /** The file it came from. */
  public Path file() {
    return file;
  }

  /** The sections without faults, in their order. */
  public List<Section> sections() {
    return parsed.stream().map(ParsedSection::section).filter(Objects::nonNull).toList();
  }

  /** Every fault of the file, in its order. */
  public List<Fault> faults() {
    return parsed.stream().flatMap(section -> section.faults().stream()).toList();
  }

  /**
   * Where a URI is written: by the section whose prefix covers the longest part of its beginning,
   * else by the one whose {@code server} is its host. Faults in other sections are warned about,
   * once.
   *
   * @param uri an {@code hv:uri}; its path is percent-decoded in the target
   * @return empty when no section covers it
   * @throws ConfigurationFailure when the section that covers it has faults, or covers the host but
   *     not this address there
   * @throws InvalidDataFailure when the URI is not one that may decide where a file goes: with
   *     {@code ..} in its path, control characters, a query or a fragment
   */
  public Optional<Route> route(String uri) {
    UriText.requireShort(uri);
    Optional<ParsedSection> covering = covering(uri);
    if (covering.isPresent() && !covering.get().faults().isEmpty()) {
      throw failure(file, covering.get().faults());
    }
    warnOfFaults();
    return covering.map(section -> section.route(uri));
  }

  /**
   * Where a URI is written, when it has to be written.
   *
   * @throws ConfigurationFailure as for {@link #route}, and when no section covers the URI; it
   *     names the sections there are
   * @throws InvalidDataFailure as for {@link #route}
   */
  public Route find(String uri) {
    return route(uri).orElseThrow(() -> uncovered(uri));
  }

  private Optional<ParsedSection> covering(String uri) {
    ParsedSection best = null;
    int longest = -1;
    for (ParsedSection section : parsed) {
      int length = section.covers(uri);
      if (length > longest) {
        best = section;
        longest = length;
      }
    }
    return best != null ? Optional.of(best) : serving(uri);
  }

  private Optional<ParsedSection> serving(String uri) {
    Optional<String> host = UriText.host(uri);
    return parsed.stream()
        .filter(section -> host.isPresent() && section.server().equals(host))
        .findFirst();
  }

  private void warnOfFaults() {
    for (Fault fault : faults()) {
      String text = file + ": " + fault;
      if (warned.add(text)) {
        messages.warn(text + " (this run does not use the section)");
      }
    }
  }

  static ConfigurationFailure failure(Path file, Collection<Fault> faults) {
    String lines =
        faults.stream().map(fault -> file + ": " + fault).collect(Collectors.joining("\n  "));
    return new ConfigurationFailure(
        faults.size() == 1
            ? "the configuration cannot be used: " + lines
            : "the configuration has " + Messages.count(faults.size(), "fault") + ":\n  " + lines,
        "Correct the file; vmcaster.cfg.example explains every key.");
  }

  private ConfigurationFailure uncovered(String uri) {
    String names =
        parsed.stream()
            .map(section -> "[" + section.name() + "]")
            .collect(Collectors.joining(", "));
    String sections = names.isEmpty() ? "the file has no section" : "its sections are " + names;
    String faults = faults().isEmpty() ? "" : ", some with faults, see above";
    return new ConfigurationFailure(
        "no section of " + file + " covers " + uri + ": " + sections + faults,
        "Add a section whose readprefix is the beginning of that URI.");
  }

  /**
   * Something in a configuration file that cannot be used.
   *
   * @param section the section it is in; empty before the first one
   * @param key the key it is about, or {@code "line 12"} where a line is no setting at all
   * @param text what is wrong and what would be right
   */
  public record Fault(String section, String key, String text) {

    @Override
    public String toString() {
      return (section.isEmpty() ? "" : "[" + section + "] ") + key + ": " + text;
    }
  }

  /**
   * A section as far as it could be read.
   *
   * @param name its name
   * @param server its host, if that could be read
   * @param match what the beginning of a URI must match, if that could be read
   * @param section the whole section; null when it has faults
   * @param faults what is wrong with it
   */
  record ParsedSection(
      String name,
      Optional<String> server,
      Optional<Pattern> match,
      Section section,
      List<Fault> faults) {

    ParsedSection {
      faults = List.copyOf(faults);
    }

    /** How much of the URI's beginning this section covers, in characters; -1 when it does not. */
    int covers(String uri) {
      return match.map(pattern -> covered(matcher(pattern, uri), uri)).orElse(-1);
    }

    /** Over the URI as it stands, else with scheme and host in lower case. */
    private static Matcher matcher(Pattern pattern, String uri) {
      Matcher asWritten = pattern.matcher(uri);
      return asWritten.lookingAt() ? asWritten : pattern.matcher(UriText.normalized(uri));
    }

    /** A match that ends within the host's name would also cover {@code host.example.org.evil}. */
    private static int covered(Matcher matcher, String uri) {
      if (!matcher.lookingAt()) {
        return -1;
      }
      int end = matcher.end();
      int path = UriText.pathStart(uri);
      return end >= path || uri.startsWith("://", end - 3) ? end : -1;
    }

    /**
     * Where a URI that this section covers is written.
     *
     * @throws ConfigurationFailure when it only has the URI's host
     * @throws InvalidDataFailure when the URI is not safe
     */
    Route route(String uri) {
      if (covers(uri) < 0) {
        throw elsewhere(uri);
      }
      UriText.requireSafe(uri);
      Matcher matcher = matcher(section.match(), uri);
      String target = UriText.decode(matcher.replaceFirst(section.replacement()), uri);
      if (UriText.hasDots(target) && !UriText.hasDots(section.replacement())) {
        throw UriText.refused(uri, "uriReplace of [" + name + "] makes . or .. of it");
      }
      return new Route(section, target);
    }

    private ConfigurationFailure elsewhere(String uri) {
      String prefix = section.readPrefix().orElseGet(() -> section.match().pattern());
      return new ConfigurationFailure(
          ("section [%s] has the server of %s, but that does not begin with its readprefix %s,"
                  + " so there is no telling where it is written")
              .formatted(name, uri, prefix),
          "Set hv:uri below that prefix, or add a section with a readprefix for that URI.");
    }
  }
}
