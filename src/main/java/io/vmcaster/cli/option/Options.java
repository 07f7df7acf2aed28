package io.vmcaster.cli.option;

import io.vmcaster.context.Environment;

/** The options that commands share. What belongs to one command alone is declared there. */
public final class Options {

  private final SelectionOptions selection = new SelectionOptions();
  private final OutputOptions output = new OutputOptions();
  private final Settings settings;
  private TransferOptions transfer;

  /**
   * The options of one command line.
   *
   * @param environment whose variables stand in for some of them
   */
  public Options(Environment environment) {
    settings = new Settings(environment);
  }

  /** Which items an action is about. */
  public SelectionOptions selection() {
    return selection;
  }

  /** Where things are, and how long to wait. */
  public Settings settings() {
    return settings;
  }

  /** What commands share that bring lists in or out. */
  public TransferOptions transfer() {
    if (transfer == null) {
      transfer = new TransferOptions();
    }
    return transfer;
  }

  /** How the program speaks. */
  public OutputOptions output() {
    return output;
  }
}
