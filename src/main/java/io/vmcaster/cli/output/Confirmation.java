package io.vmcaster.cli.output;

import java.util.Locale;

/** Asks before what cannot be taken back; only on a terminal, and not with {@code --yes}. */
public final class Confirmation {

  private final Terminal terminal;
  private final boolean yes;

  /** Questions of a run. */
  public Confirmation(Terminal terminal, boolean yes) {
    this.terminal = terminal;
    this.yes = yes;
  }

  /** Whether to go on; without a terminal, yes. */
  public boolean confirm(String question) {
    if (yes || !terminal.input()) {
      return true;
    }
    String answer =
        terminal.readLine(question + " [y/N] ").orElse("").strip().toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }
}
