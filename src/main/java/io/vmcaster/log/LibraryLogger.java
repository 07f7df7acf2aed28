package io.vmcaster.log;

import org.slf4j.Marker;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A library's logger. What it traces is never wanted: that is where bytes and values would be. */
final class LibraryLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  LibraryLogger(String name) {
    this.name = name;
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      org.slf4j.event.Level level,
      Marker marker,
      String pattern,
      Object[] arguments,
      Throwable thrown) {
    String text = MessageFormatter.basicArrayFormat(pattern, arguments);
    LibraryLog.record(ours(level), name, String.valueOf(text), thrown);
  }

  /** What a library calls an error need not be one of the run, which says so itself. */
  private static Level ours(org.slf4j.event.Level level) {
    return level.toInt() >= org.slf4j.event.Level.WARN.toInt() ? Level.WARNING : Level.DEBUG;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return LibraryLog.wants(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return LibraryLog.wants(Level.DEBUG);
  }

  @Override
  public boolean isWarnEnabled() {
    return LibraryLog.wants(Level.WARNING);
  }

  @Override
  public boolean isErrorEnabled() {
    return LibraryLog.wants(Level.WARNING);
  }
}
