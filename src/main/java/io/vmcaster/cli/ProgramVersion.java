package io.vmcaster.cli;

/** The version of the program, as its jar says. */
public final class ProgramVersion {

  private ProgramVersion() {}

  /** Such as {@code 1.0.0}. */
  public static String text() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
