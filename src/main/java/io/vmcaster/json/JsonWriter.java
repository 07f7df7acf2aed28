package io.vmcaster.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes JSON. The pretty layout is the one that is shown and signed: keys sorted, four spaces an
 * indent, no trailing blanks, everything outside ASCII escaped, as the original program wrote it.
 */
public final class JsonWriter {

  private static final String INDENT = "    ";

  private final Appendable out;
  private final boolean pretty;

  private JsonWriter(Appendable out, boolean pretty) {
    this.out = out;
    this.pretty = pretty;
  }

  /** The value on several lines, without a final line end. */
  public static String pretty(JsonValue value) {
    StringBuilder out = new StringBuilder();
    new JsonWriter(out, true).writeUnchecked(value);
    return out.toString();
  }

  /** The value on one line, without blanks. */
  public static String compact(JsonValue value) {
    StringBuilder out = new StringBuilder();
    new JsonWriter(out, false).writeUnchecked(value);
    return out.toString();
  }

  private void writeUnchecked(JsonValue value) {
    try {
      write(value, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(JsonValue value, int depth) throws IOException {
    if (value instanceof JsonText text) {
      writeText(text.text());
    } else if (value instanceof JsonNumber number) {
      out.append(number.literal());
    } else if (value instanceof JsonBoolean bool) {
      out.append(Boolean.toString(bool.value()));
    } else if (value instanceof JsonArray array) {
      writeArray(array, depth);
    } else if (value instanceof JsonObject object) {
      writeObject(object, depth);
    } else {
      out.append("null");
    }
  }

  private void writeArray(JsonArray array, int depth) throws IOException {
    out.append('[');
    Iterator<JsonValue> items = array.items().iterator();
    while (items.hasNext()) {
      newLine(depth + 1);
      write(items.next(), depth + 1);
      separate(items.hasNext(), depth);
    }
    out.append(']');
  }

  private void writeObject(JsonObject object, int depth) throws IOException {
    out.append('{');
    Iterator<Map.Entry<String, JsonValue>> members = object.members().entrySet().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonValue> member = members.next();
      newLine(depth + 1);
      writeText(member.getKey());
      out.append(pretty ? ": " : ":");
      write(member.getValue(), depth + 1);
      separate(members.hasNext(), depth);
    }
    out.append('}');
  }

  private void separate(boolean more, int depth) throws IOException {
    if (more) {
      out.append(',');
    } else {
      newLine(depth);
    }
  }

  private void newLine(int depth) throws IOException {
    if (pretty) {
      out.append('\n');
      for (int i = 0; i < depth; i++) {
        out.append(INDENT);
      }
    }
  }

  private void writeText(String text) throws IOException {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      writeCharacter(text.charAt(i));
    }
    out.append('"');
  }

  private void writeCharacter(char c) throws IOException {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default -> {
        if (c < ' ' || c > '~') {
          writeEscaped(c);
        } else {
          out.append(c);
        }
      }
    }
  }

  private void writeEscaped(char c) throws IOException {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit((c >> shift) & 0xf, 16));
    }
  }
}
