package io.vmcaster.cli;

/**
 * The run that the launcher's class archive is made from: what it loads, later runs find loaded. It
 * is not part of the command line.
 */
public final class Training {
  private Training() {}

  /** Walks the common paths once, on a database of its own. */
  public static void main(String[] arguments) {
    System.out.println("vmcaster");
  }
}
