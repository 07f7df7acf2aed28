package io.vmcaster.cli;

/** The version of the program. */
public final class ProgramVersion {

  /** Written here and compared with the build's by a test: asking the jar would mean to open it. */
  private static final String VERSION = "1.1.0-SNAPSHOT";

  private static final String DATE = "2026-11-23";

  private ProgramVersion() {}

  /** Such as {@code 1.1.0}, with {@code -SNAPSHOT} until that is released. */
  public static String text() {
    return VERSION;
  }

  /** When it was released, such as {@code 2026-12-24}. */
  public static String date() {
    return DATE;
  }
}
