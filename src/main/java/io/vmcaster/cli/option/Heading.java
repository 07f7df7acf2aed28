package io.vmcaster.cli.option;

/** What people want to do: the headings of the help, in their order. */
public enum Heading {
  /** Which items an action is about. */
  SELECT("Select what to act on"),
  /** Listing and showing. */
  LOOK("Look at what is there"),
  /** Creating, changing and deleting. */
  EDIT("Create, change and delete"),
  /** Lists from files and servers. */
  IMPORT("Bring in a list"),
  /** Images and lists to servers. */
  PUBLISH("Upload and publish"),
  /** What consumers will say. */
  CHECK("Check as a subscriber does"),
  /** Publications. */
  HISTORY("Look back, undo and clean up"),
  /** Machine and database. */
  CARE("Look after machine and database"),
  /** Files, keys, waiting: for every action. */
  SETTINGS("Say where things are and how long to wait"),
  /** Streams: for every action. */
  OUTPUT("Choose how it speaks");

  private final String text;

  Heading(String text) {
    this.text = text;
  }

  /** The heading in the help. */
  public String text() {
    return text;
  }

  /** Whether its options go with every action. */
  public boolean goesWithAll() {
    return this == SETTINGS || this == OUTPUT;
  }
}
