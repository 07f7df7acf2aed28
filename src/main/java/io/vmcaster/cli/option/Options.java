package io.vmcaster.cli.option;

import io.vmcaster.context.Environment;

/** The options that commands share. What belongs to one command alone is declared there. */
public final class Options {

  private final SelectionOptions selection = new SelectionOptions();
  private final OutputOptions output = new OutputOptions();
  private final TransferOptions transfer = new TransferOptions();
  private final Settings settings;

  /**
   * The options of one command line.
   *
   * @param environment whose variables stand in for some of them
   */
  public Options(Environment environment) {
    settings = new Settings(environment, transfer.lifetime);
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
    return transfer;
  }

  /** How the program speaks. */
  public OutputOptions output() {
    return output;
  }
}
