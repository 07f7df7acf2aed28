package io.vmcaster.cli.option;

/** What people want to do: the headings of the help, in their order. */
public enum Group {
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
  /** What subscribers will say. */
  CHECK("Check as a subscriber does"),
  /** Publications. */
  HISTORY("Look back, undo and clean up"),
  /** Machine and database. */
  CARE("Look after machine and database"),
  /** Files, keys, waiting. */
  SETTINGS("Say where things are and how long to wait"),
  /** Streams. */
  OUTPUT("Choose how it speaks");

  private final String heading;

  Group(String heading) {
    this.heading = heading;
  }

  /** The heading in the help. */
  public String heading() {
    return heading;
  }

  /** Whether its options go with every action. */
  public boolean goesWithAll() {
    return this == SETTINGS || this == OUTPUT;
  }
}
