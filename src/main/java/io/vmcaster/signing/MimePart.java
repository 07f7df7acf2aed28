package io.vmcaster.signing;

import io.vmcaster.signing.SignedMessage.Refused;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A MIME part: its header fields and its body. Reads what mail programs and editors make of
 * messages: LF or CRLF, folded fields, any order and case, parameters quoted or not.
 *
 * @param fields by their names in lower case
 * @param body what follows the blank line
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MimePart(Map<String, String> fields, byte[] body) {

  /** A byte is a character, whatever it means. */
  static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private static final int LONGEST_HEAD = 64 * 1024;
  private static final Set<String> ONCE = Set.of("content-type", "content-transfer-encoding");
  private static final Pattern FIELD =
      Pattern.compile("\\s*([!-~&&[^\"(),/:;<=>?@\\[\\\\\\]{}]]++)\\s*:(.*)", Pattern.DOTALL);
  private static final Pattern BETWEEN_SEMICOLONS = Pattern.compile("(?:[^;\"]++|\"[^\"]*+\"?)*+");

  /**
   * Reads a part; empty when it does not start with header fields and a blank line.
   *
   * @throws Refused when a field that says how to read it is there twice: OpenSSL takes the first,
   *     other programs the last, so that one message would be two lists
   */
  static Optional<MimePart> parse(byte[] bytes) throws Refused {
    String head = new String(bytes, 0, Math.min(bytes.length, LONGEST_HEAD), BYTES);
    Map<String, String> fields = new HashMap<>();
    String name = null;
    int position = 0;
    for (String line : head.split("\n", -1)) {
      position += line.length() + 1;
      boolean cutOff = position > head.length() && (line.isEmpty() || bytes.length > head.length());
      Matcher field = FIELD.matcher(line);
      if (line.isBlank() && !cutOff && !fields.isEmpty()) {
        int start = Math.min(position, bytes.length);
        return Optional.of(new MimePart(fields, Arrays.copyOfRange(bytes, start, bytes.length)));
      } else if (name != null && !line.isBlank() && Character.isWhitespace(line.charAt(0))) {
        fields.merge(name, " " + line.strip(), String::concat);
      } else if (field.matches()) {
        name = field.group(1).toLowerCase(Locale.ROOT);
        if (fields.put(name, field.group(2).strip()) != null && ONCE.contains(name)) {
          throw new Refused("it has the header field " + name + " twice");
        }
      } else {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A header field's value without its parameters, in lower case; empty text when absent. */
  String value(String name) {
    String field = fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    return field.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** A parameter of the {@code Content-Type}; refused when it is there twice. */
  Optional<String> contentTypeParameter(String name) throws Refused {
    List<String> values =
        BETWEEN_SEMICOLONS
            .matcher(fields.getOrDefault("content-type", ""))
            .results()
            .skip(1)
            .map(MatchResult::group)
            .map(parameter -> parameter.split("=", 2))
            .filter(parts -> parts.length == 2 && parts[0].strip().equalsIgnoreCase(name))
            .map(parts -> parts[1].strip().replaceFirst("(?s)^\"(.*)\"$", "$1"))
            .toList();
    if (values.size() > 1) {
      throw new Refused("its Content-Type has the parameter " + name + " twice");
    }
    return values.stream().findFirst();
  }

  /**
   * The parts of a body; the line end before a boundary belongs to the boundary.
   *
   * @return empty when the boundary that ends the message is not there
   */
  Optional<List<byte[]>> parts(String boundary) {
    String text = "\n" + new String(body, BYTES);
    String delimiter = "\n--" + boundary;
    List<byte[]> parts = new ArrayList<>();
    int start = -1;
    for (int end = text.indexOf(delimiter); end >= 0; end = text.indexOf(delimiter, end + 1)) {
      if (start >= 0) {
        int last = Math.max(start, end);
        while (last > start && text.charAt(last - 1) == '\r') {
          last--;
        }
        parts.add(text.substring(start, last).getBytes(BYTES));
      }
      if (text.startsWith("--", end + delimiter.length())) {
        return Optional.of(parts);
      }
      int next = text.indexOf('\n', end + 1);
      start = next < 0 ? text.length() : next + 1;
    }
    return Optional.empty();
  }

  /**
   * The form of text that S/MIME signs: CR and LF at line ends, whatever it had, in the way of
   * OpenSSL (format 2.3): CRs in front of a line end are dropped, other CRs and trailing blanks
   * stay.
   */
  static byte[] crlf(byte[] text) {
    return withLineEnds(text, "\r\n");
  }

  /** The same with LF alone. */
  static byte[] lf(byte[] text) {
    return withLineEnds(text, "\n");
  }

  /** Cut and joined: a pattern takes ten times as long on a list of thousands. */
  private static byte[] withLineEnds(byte[] text, String lineEnd) {
    String[] lines = new String(text, BYTES).split("\n", -1);
    for (int i = 0; i < lines.length - 1; i++) {
      lines[i] = without(lines[i], "\r");
    }
    return String.join(lineEnd, lines).getBytes(BYTES);
  }

  /** Text without the line ends at its end. */
  static byte[] withoutFinalLineEnd(byte[] text) {
    return without(new String(text, BYTES), "\r\n").getBytes(BYTES);
  }

  private static String without(String text, String ends) {
    int end = text.length();
    while (end > 0 && ends.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }
}
