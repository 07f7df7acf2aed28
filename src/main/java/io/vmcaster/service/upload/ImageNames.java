package io.vmcaster.service.upload;

import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.model.ImageId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name that a build is published under: never one that was used before, since readers notice a
 * change by digest and would find new bytes under an old list.
 */
final class ImageNames {

  /** One path component that no shell, server or URI reads as anything else. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ImageNames() {}

  /**
   * The URI of a new build: in the directory of the present one.
   *
   * @param present the image's URI, or one in the directory that it is to go to
   * @param image the image
   * @param format the image's format, which becomes the extension
   * @param now the moment that makes the name new
   * @throws InvalidDataFailure when identifier or format is not a safe part of a file name
   */
  static String uri(String present, ImageId image, String format, Instant now) {
    requireSafe(image.text(), "the identifier of image " + image);
    requireSafe(format, "the hv:format of image " + image);
    return directory(present) + image + "_" + MOMENT.format(now) + "." + format;
  }

  static String directory(String uri) {
    int end = uri.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = uri.indexOf(mark);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    String path = uri.substring(0, end);
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static void requireSafe(String text, String what) {
    if (!SAFE.matcher(text).matches() || text.contains("..")) {
      throw new InvalidDataFailure(
          what + ", '" + text + "', cannot be part of a file name",
          "Only letters, digits, '.', '_', '+' and '-' can.");
    }
  }
}
