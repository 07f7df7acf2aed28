package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Ascii;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/** Checks of an image's size, checksum, format and name (format 1.4 and 1.8). */
final class ImageChecks {

  private static final Set<String> COMPRESSIONS = Set.of("gz", "bz2", "xz", "zst");

  /** Disk formats that OpenStack's image service takes, and the archive that atrope unpacks. */
  private static final Set<String> GLANCE_FORMATS =
      Set.of(
          "aki", "ami", "ari", "iso", "ova", "ploop", "qcow2", "raw", "vdi", "vhd", "vhdx", "vmdk");

  private static final BigInteger LARGEST_INTEGER = BigInteger.valueOf(Integer.MAX_VALUE);

  private ImageChecks() {}

  /** The size is a whole number of bytes, as a number or in decimal digits. */
  static void size(RuleContext context, Findings findings) {
    if (!context.lacks(Keys.SIZE) && bytes(context).isEmpty()) {
      findings.add(
          Keys.SIZE, Keys.SIZE + " is not a whole number of bytes", context.commands().upload());
    }
  }

  /** The size is a whole number of bytes, with a decimal point or without. */
  static void sizeInAnyForm(RuleContext context, Findings findings) {
    if (!isWholeWithPoint(context)) {
      size(context, findings);
    }
  }

  /** The size has no decimal point. */
  static void sizeWithoutPoint(RuleContext context, Findings findings) {
    if (isWholeWithPoint(context)) {
      findings.add(Keys.SIZE, Keys.SIZE + " has a decimal point", context.commands().upload());
    }
  }

  private static boolean isWholeWithPoint(RuleContext context) {
    return context.value(Keys.SIZE) instanceof NumericNode number
        && number.asText().matches("[0-9]{1,18}\\.0+");
  }

  /** The size fits the column of a database that counts to 2^31. */
  static void sizeFits(RuleContext context, Findings findings) {
    if (bytes(context).filter(bytes -> bytes.compareTo(LARGEST_INTEGER) > 0).isPresent()) {
      findings.add(
          Keys.SIZE, Keys.SIZE + " is above " + LARGEST_INTEGER, context.commands().upload());
    }
  }

  private static Optional<BigInteger> bytes(RuleContext context) {
    JsonNode value = context.value(Keys.SIZE);
    boolean scalar = value instanceof TextNode || value instanceof NumericNode;
    String digits = scalar ? Json.text(value) : "";
    boolean whole =
        !digits.isEmpty() && digits.length() <= 18 && Characters.all(digits, ImageChecks::isDigit);
    return whole ? Optional.of(new BigInteger(digits)) : Optional.empty();
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** The checksum is 128 lower-case hexadecimal digits. */
  static void checksum(RuleContext context, Findings findings) {
    if (context.lacks(Keys.SHA512)) {
      return;
    }
    String text = context.text(Keys.SHA512);
    Optional<Sha512> meant = text == null ? Optional.empty() : Sha512.parse(text);
    if (meant.isEmpty()) {
      findings.add(
          Keys.SHA512, Keys.SHA512 + " is not 128 hexadecimal digits", context.commands().upload());
    } else if (!meant.get().hex().equals(text)) {
      findings.add(
          Keys.SHA512,
          Keys.SHA512 + " has upper-case digits",
          context.commands().set(Keys.SHA512, meant.get().hex()));
    }
  }

  /** The identifier can name a file. */
  static void fileName(RuleContext context, Findings findings) {
    String text = context.text(Keys.IDENTIFIER);
    if (text != null && (text.contains("/") || text.equals(".") || text.equals(".."))) {
      findings.add(
          Keys.IDENTIFIER,
          Keys.IDENTIFIER + " cannot be a file name",
          context.commands().addImage());
    }
  }

  /** The title holds no slash. */
  static void titleWithoutSlash(RuleContext context, Findings findings) {
    String text = context.text(Keys.TITLE);
    if (text != null && text.contains("/")) {
      findings.add(
          Keys.TITLE,
          Keys.TITLE + " holds a '/'",
          context.commands().set(Keys.TITLE, text.replace('/', ' ')));
    }
  }

  /** The file is not compressed: by its format, or without one by its address. */
  static void uncompressed(RuleContext context, Findings findings) {
    String format = context.text(Keys.FORMAT);
    String uri = context.text(Keys.URI);
    boolean byAddress = format == null || format.isBlank();
    String told = byAddress ? uri : format;
    if (told != null && COMPRESSIONS.contains(lastPart(told))) {
      findings.add(
          byAddress ? Keys.URI : Keys.FORMAT,
          "the file is compressed (" + lastPart(told) + ")",
          context.commands().set(Keys.FORMAT, "qcow2") + " && " + context.commands().upload());
    }
  }

  /** The format is one that OpenStack knows, compression apart. */
  static void knownToGlance(RuleContext context, Findings findings) {
    String format = context.text(Keys.FORMAT);
    if (format != null
        && !GLANCE_FORMATS.contains(Ascii.lower(format))
        && !COMPRESSIONS.contains(lastPart(format))) {
      findings.add(
          Keys.FORMAT,
          Keys.FORMAT + " '" + format + "' is no disk format of OpenStack",
          context.commands().set(Keys.FORMAT, FixCommand.VALUE));
    }
  }

  /** The format is written in lower case; OVA has been read either way from the start. */
  static void lowerCase(RuleContext context, Findings findings) {
    String format = context.text(Keys.FORMAT);
    if (format == null || format.equals("OVA")) {
      return;
    }
    String lower = Ascii.lower(format);
    if (!lower.equals(format)) {
      findings.add(
          Keys.FORMAT,
          Keys.FORMAT + " '" + format + "' is not in lower case",
          context.commands().set(Keys.FORMAT, lower));
    }
  }

  private static String lastPart(String text) {
    return Ascii.lower(text.substring(text.lastIndexOf('.') + 1));
  }
}
