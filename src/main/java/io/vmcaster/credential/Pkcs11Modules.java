package io.vmcaster.credential;

import io.vmcaster.context.Environment;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The PKCS#11 modules of a machine, as p11-kit registers them (pkcs11.conf(5)): a user's files
 * before the administrator's before the packages'.
 */
public final class Pkcs11Modules {

  private static final List<Path> REGISTERED =
      List.of(Path.of("/etc/pkcs11/modules"), Path.of("/usr/share/p11-kit/modules"));
  private static final List<Path> LIBRARIES = List.of(Path.of("/usr/lib64"), Path.of("/usr/lib"));
  private static final String PROXY = "p11-kit-proxy.so";

  private Pkcs11Modules() {}

  /**
   * The modules that are there, by name. Those that hold trust anchors only are left out. Where
   * nothing is registered, p11-kit's own proxy for all of them.
   */
  public static Map<String, Path> find(Environment environment) {
    Map<String, Path> modules = new TreeMap<>();
    List<Path> directories =
        new ArrayList<>(List.of(environment.home().resolve(".config/pkcs11/modules")));
    directories.addAll(REGISTERED);
    directories.forEach(directory -> addAll(directory, modules));
    if (modules.isEmpty()) {
      library("", PROXY).ifPresent(proxy -> modules.put("p11-kit-proxy", proxy));
    }
    return modules;
  }

  private static void addAll(Path directory, Map<String, Path> modules) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.module")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName()).replaceAll("\\.module$", "");
        Properties settings = settings(file);
        if (!settings.getProperty("trust-policy", "no").strip().equals("yes")) {
          Optional.ofNullable(settings.getProperty("module"))
              .map(String::strip)
              .flatMap(module -> library("pkcs11", module))
              .ifPresent(library -> modules.putIfAbsent(name, library));
        }
      }
    } catch (IOException e) {
      return; // nothing is registered there
    }
  }

  private static Properties settings(Path file) throws IOException {
    Properties settings = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      settings.load(in); // a name, a colon and a value on each line
    }
    return settings;
  }

  private static Optional<Path> library(String directory, String module) {
    Path named = Path.of(module);
    if (named.isAbsolute()) {
      return Optional.of(named).filter(Files::exists);
    }
    List<Path> candidates = new ArrayList<>();
    for (Path base : LIBRARIES) {
      candidates.add(base.resolve(directory).resolve(module));
      try (DirectoryStream<Path> machines = Files.newDirectoryStream(base, "*-linux-*")) {
        machines.forEach(machine -> candidates.add(machine.resolve(directory).resolve(module)));
      } catch (IOException e) {
        // no such directory on this system
      }
    }
    return candidates.stream().filter(Files::exists).findFirst();
  }
}
