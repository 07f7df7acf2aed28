package io.vmcaster.json;

import java.util.Iterator;
import java.util.Map;

/**
 * Writes JSON. The pretty layout is the one that is shown and signed: keys sorted, four spaces an
 * indent, no trailing blanks, everything outside ASCII escaped, as the original program wrote it.
 */
public final class JsonWriter {

  private static final String INDENT = "    ";

  private final StringBuilder out = new StringBuilder();
  private final boolean pretty;

  private JsonWriter(boolean pretty) {
    this.pretty = pretty;
  }

  /** The value on several lines, without a final line end. */
  public static String pretty(JsonValue value) {
    return text(value, true);
  }

  /** The value on one line, without blanks. */
  public static String compact(JsonValue value) {
    return text(value, false);
  }

  private static String text(JsonValue value, boolean pretty) {
    JsonWriter writer = new JsonWriter(pretty);
    writer.write(value, 0);
    return writer.out.toString();
  }

  private void write(JsonValue value, int depth) {
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

  private void writeArray(JsonArray array, int depth) {
    out.append('[');
    Iterator<JsonValue> items = array.items().iterator();
    while (items.hasNext()) {
      newLine(depth + 1);
      write(items.next(), depth + 1);
      separate(items.hasNext(), depth);
    }
    out.append(']');
  }

  private void writeObject(JsonObject object, int depth) {
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

  private void separate(boolean more, int depth) {
    if (more) {
      out.append(',');
    } else {
      newLine(depth);
    }
  }

  private void newLine(int depth) {
    if (pretty) {
      out.append('\n');
      for (int i = 0; i < depth; i++) {
        out.append(INDENT);
      }
    }
  }

  private void writeText(String text) {
    out.append('"');
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isPlain(c)) {
        out.append(text, start, i);
        writeSpecial(c);
        start = i + 1;
      }
    }
    out.append(text, start, text.length());
    out.append('"');
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  }

  private void writeSpecial(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default -> writeEscaped(c);
    }
  }

  private void writeEscaped(char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit((c >> shift) & 0xf, 16));
    }
  }
}
