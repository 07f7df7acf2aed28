package io.vmcaster.cli.doc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Texts that come with the program, with places to be filled in: a line {@code @NAME@} each. */
final class Template {
  private Template() {}

  /** The text of a resource beside this class. */
  static String read(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts lines in the place of the line {@code @NAME@}. */
  static String fill(String text, String name, CharSequence lines) {
    return text.replace("@" + name + "@\n", lines);
  }
}
