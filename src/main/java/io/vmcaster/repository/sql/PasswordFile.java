package io.vmcaster.repository.sql;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file of passwords that PostgreSQL's own programs read (its manual, "The Password File"): a
 * line {@code host:port:database:user:password} each, {@code *} for any.
 */
final class PasswordFile {

  private static final int FIELDS = 5;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path path;
  private final Messages messages;

  /** The file that {@code PGPASSFILE} names, else {@code ~/.pgpass}; it need not exist. */
  PasswordFile(Environment environment, Messages messages) {
    this.path =
        environment
            .get("PGPASSFILE")
            .map(environment::resolve)
            .orElseGet(() -> environment.home().resolve(".pgpass"));
    this.messages = messages;
  }

  /** The password of the first line that fits. */
  Optional<String> find(PostgresUrl.RuleContext place) {
    List<String> wanted =
        List.of(place.host(), Integer.toString(place.port()), place.database(), place.user());
    for (String line : lines()) {
      List<String> fields = fields(line);
      if (!line.startsWith("#") && fields.size() == FIELDS && fits(fields, wanted)) {
        return Optional.of(fields.get(FIELDS - 1));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(List<String> fields, List<String> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private List<String> lines() {
    if (!Files.isRegularFile(path)) {
      return List.of();
    }
    try {
      if (Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
        messages.warn(
            "the password file " + path + " is not read, since others may read it: chmod 600");
        return List.of();
      }
      return Files.readString(path, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      messages.warn("the password file " + path + " cannot be read: " + e.getMessage());
      return List.of();
    }
  }

  /** Split at colons; a backslash before a colon or a backslash takes it as it is. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        field.append(line.charAt(i));
      } else if (c == ':') {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
