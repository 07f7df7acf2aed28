package io.vmcaster.cli.doc;

import io.vmcaster.cli.option.Arity;
import io.vmcaster.cli.option.Option;

/** What the value of an option can be completed to; its name is what the shells' templates use. */
enum ValueKind {
  /** No value. */
  NONE,
  /** An identifier of a list in the database. */
  LIST,
  /** An identifier of an image in the database. */
  IMAGE,
  /** The name of an endorser in the database. */
  ENDORSER,
  /** A metadata key. */
  KEY,
  /** A path. */
  FILE,
  /** A directory. */
  DIRECTORY,
  /** A program that reads image lists. */
  CONSUMER,
  /** A shell. */
  SHELL,
  /** A form of log lines. */
  FORMAT,
  /** Something nobody can guess. */
  OTHER;

  static ValueKind of(Option option) {
    if (option.arity() == Arity.NONE) {
      return NONE;
    }
    return switch (option.label()) {
      case "UUID" -> option.flag().startsWith("--imagelist") ? LIST : IMAGE;
      case "IMAGE" -> IMAGE;
      case "DN" -> ENDORSER;
      case "KEY" -> KEY;
      case "FILE", "FILE|URL" -> FILE;
      case "DIR" -> DIRECTORY;
      case "CONSUMER" -> CONSUMER;
      case "SHELL" -> SHELL;
      case "FORMAT" -> FORMAT;
      default -> OTHER;
    };
  }
}
