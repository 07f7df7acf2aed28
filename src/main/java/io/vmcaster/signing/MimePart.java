package io.vmcaster.signing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A MIME part: its header fields, and where its body starts. Reads what mail programs and editors
 * make of messages: LF or CRLF, folded fields, any order and case, parameters quoted or not.
 */
final class MimePart {

  private static final int LONGEST_HEAD = 64 * 1024;
  private static final Set<String> ONCE = Set.of("content-type", "content-transfer-encoding");

  private final Map<String, String> fields;
  private final byte[] bytes;
  private final int bodyStart;

  private MimePart(Map<String, String> fields, byte[] bytes, int bodyStart) {
    this.fields = fields;
    this.bytes = bytes;
    this.bodyStart = bodyStart;
  }

  /**
   * Reads a part; empty when it does not start with header fields and a blank line.
   *
   * @throws Refused when a field that says how to read it is there twice: OpenSSL takes the first,
   *     other programs the last, so that one message would be two lists
   */
  static Optional<MimePart> parse(byte[] bytes) throws Refused {
    List<String> lines = new ArrayList<>();
    int position = 0;
    while (position < Math.min(bytes.length, LONGEST_HEAD)) {
      int end = lineEnd(bytes, position);
      String line = text(bytes, position, end);
      position = Math.min(end + 1, bytes.length);
      if (line.isBlank()) {
        Optional<Map<String, String>> fields = fields(lines);
        return fields.isEmpty()
            ? Optional.empty()
            : Optional.of(part(fields.get(), bytes, lines, line));
      }
      lines.add(line);
    }
    return Optional.empty();
  }

  private static MimePart part(
      Map<String, String> fields, byte[] bytes, List<String> lines, String blank) {
    int start = blank.length() + 1;
    for (String line : lines) {
      start += line.length() + 1;
    }
    return new MimePart(fields, bytes, Math.min(start, bytes.length));
  }

  private static int lineEnd(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  private static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static Optional<Map<String, String>> fields(List<String> lines) throws Refused {
    Map<String, String> fields = new HashMap<>();
    String name = null;
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (name != null && Character.isWhitespace(line.charAt(0))) {
        fields.merge(name, " " + line.strip(), String::concat);
      } else if (colon > 0 && isToken(line.substring(0, colon).strip())) {
        name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        if (fields.put(name, line.substring(colon + 1).strip()) != null && ONCE.contains(name)) {
          throw new Refused("it has the header field " + name + " twice");
        }
      } else {
        return Optional.empty();
      }
    }
    return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
  }

  private static boolean isToken(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> c > ' ' && c <= '~' && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
  }

  /** A header field's value without its parameters, in lower case; empty text when absent. */
  String value(String name) {
    String field = fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    int semicolon = field.indexOf(';');
    String value = semicolon < 0 ? field : field.substring(0, semicolon);
    return value.strip().toLowerCase(Locale.ROOT);
  }

  /** A parameter of the {@code Content-Type}; refused when it is there twice. */
  Optional<String> contentTypeParameter(String name) throws Refused {
    List<String> pieces = splitOutsideQuotes(fields.getOrDefault("content-type", ""));
    List<String> values = new ArrayList<>();
    for (String piece : pieces.subList(1, pieces.size())) {
      int equals = piece.indexOf('=');
      if (equals > 0 && piece.substring(0, equals).strip().equalsIgnoreCase(name)) {
        values.add(unquote(piece.substring(equals + 1).strip()));
      }
    }
    if (values.size() > 1) {
      throw new Refused("its Content-Type has the parameter " + name + " twice");
    }
    return values.stream().findFirst();
  }

  private static List<String> splitOutsideQuotes(String field) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      quoted ^= c == '"';
      if (c == ';' && !quoted) {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(c);
      }
    }
    pieces.add(piece.toString());
    return pieces;
  }

  private static String unquote(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** What follows the blank line. */
  byte[] body() {
    return Arrays.copyOfRange(bytes, bodyStart, bytes.length);
  }
}
