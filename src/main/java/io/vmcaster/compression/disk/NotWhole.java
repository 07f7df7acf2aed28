package io.vmcaster.compression.disk;

/** Something of an image is not in its file. */
public final class NotWhole extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * What is missing.
   *
   * @param message names it, as the end of a sentence that begins with the file
   */
  public NotWhole(String message) {
    super(message);
  }
}
