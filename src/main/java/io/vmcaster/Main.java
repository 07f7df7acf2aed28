package io.vmcaster;

/** The program's entry point. */
public final class Main {
  private Main() {}

  /** Runs one action and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.out.println("vmcaster");
  }
}
