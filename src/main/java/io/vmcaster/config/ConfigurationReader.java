package io.vmcaster.config;

import io.vmcaster.config.Configuration.Fault;
import io.vmcaster.config.IniFile.IniSection;
import io.vmcaster.config.Section.ProtocolKeys;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
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
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads configuration files. */
public final class ConfigurationReader {

  /** Larger files are no configuration, in bytes. */
  static final int MAX_SIZE = 1 << 20;

  private ConfigurationReader() {}

  /**
   * Reads a file whole.
   *
   * @param file a local file in UTF-8
   * @param protocols those that there are, with their keys
   * @param messages hears of keys that nobody knows
   * @throws ConfigurationFailure when it cannot be read, or has faults outside of its sections; a
   *     section with faults only fails the run that needs it
   */
  public static Configuration read(Path file, List<ProtocolKeys> protocols, Messages messages) {
    return parse(file, decode(file, bytes(file)), protocols, messages);
  }

  private static Configuration parse(
      Path file, String text, List<ProtocolKeys> protocols, Messages messages) {
    IniFile ini = IniFile.parse(text);
    List<Fault> all = new ArrayList<>(ini.faults());
    List<ParsedSection> parsed = new ArrayList<>();
    Set<String> unknown = new TreeSet<>(ini.defaults().keySet());
    unknown.removeIf(key -> SectionReader.isKnown(key, protocols));
    List<String> names = ini.sections().stream().map(IniSection::name).toList();
    for (IniSection section : ini.sections()) {
      List<Fault> faults = faultsOf(section.name(), ini.faults());
      if (Collections.frequency(names, section.name()) > 1) {
        faults.add(new Fault(section.name(), "section", "it is there twice; join the two"));
      }
      SectionReader reader = new SectionReader(section, ini.defaults(), protocols, faults);
      parsed.add(reader.read());
      reader.unknownKeys().forEach(key -> warnUnknown(messages, file, section.name(), key));
      unknown.removeAll(reader.usedKeys());
    }
    unknown.forEach(key -> warnUnknown(messages, file, IniFile.DEFAULT, key));
    if (all.stream().anyMatch(fault -> !names.contains(fault.section()))) {
      parsed.forEach(section -> addMissing(all, section.faults()));
      throw Configuration.failure(file, all);
    }
    return new Configuration(file, parsed, messages);
  }

  private static List<Fault> faultsOf(String section, List<Fault> faults) {
    List<Fault> own = new ArrayList<>(faults);
    own.removeIf(fault -> !fault.section().equals(section));
    return own;
  }

  private static void addMissing(List<Fault> all, List<Fault> more) {
    more.stream().filter(fault -> !all.contains(fault)).forEach(all::add);
  }

  private static void warnUnknown(Messages messages, Path file, String section, String key) {
    messages.warn(file + ": [" + section + "] " + key + ": no such key; it is ignored");
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_SIZE + 1);
      if (bytes.length > MAX_SIZE) {
        throw unreadable(file, "it is larger than " + MAX_SIZE + " bytes", null);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw unreadable(file, "reading it is not permitted", e);
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a directory" : e.getMessage();
      throw unreadable(file, why, e);
    }
  }

  private static String decode(Path file, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not UTF-8 text", e);
    }
  }

  private static ConfigurationFailure unreadable(Path file, String why, Exception cause) {
    return new ConfigurationFailure(
        "cannot read the configuration " + file + ": " + why,
        "Mend it, or name another file with --config-file.",
        cause);
  }
}
