package io.vmcaster.service.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.ImageListParser;
import io.vmcaster.model.Json;

/** Reads image lists that can be kept. */
public final class ListReading {

  /** The largest file that is read, in bytes; ten thousand images take some twenty million. */
  public static final int MAX_BYTES = 128_000_000;

  private ListReading() {}

  /**
   * Reads a list.
   *
   * @param json the document, wrapped or bare
   * @param what what it is, for messages
   * @throws io.vmcaster.error.Failure.InvalidDataFailure when it is none, or holds what a database
   *     cannot keep
   */
  public static ImageList read(byte[] json, String what) {
    JsonNode document = Json.read(json, what);
    return ImageListParser.parse(document, what);
  }
}
