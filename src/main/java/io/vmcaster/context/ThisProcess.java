package io.vmcaster.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process is called where others read of it. */
public final class ThisProcess {

  private ThisProcess() {}

  /** The name of the machine, as its kernel has it: few shells hand on what they call it. */
  public static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "some machine";
    }
  }

  /** Its number on the machine. */
  public static long pid() {
    return ProcessHandle.current().pid();
  }

  /** The number by which the system knows the user; 0 where there is no {@code /proc}. */
  public static int user() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      return 0;
    }
  }
}
