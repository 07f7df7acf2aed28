package io.vmcaster.log;

import org.slf4j.Marker;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger. What it traces is never wanted: that is where bytes and values would be. */
final class RunLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  private final Level detail;

  RunLogger(String name) {
    this.name = name;
    this.detail = RunLog.isOurs(name) ? Level.DETAIL : Level.DEBUG;
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
    RunLog.record(inLog(level), name, String.valueOf(text), thrown);
  }

  /** What a library calls an error need not be one of the run, which says so itself. */
  private Level inLog(org.slf4j.event.Level level) {
    return level.toInt() >= org.slf4j.event.Level.WARN.toInt() ? Level.WARNING : detail;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return RunLog.wants(detail);
  }

  @Override
  public boolean isInfoEnabled() {
    return RunLog.wants(detail);
  }

  @Override
  public boolean isWarnEnabled() {
    return RunLog.wants(Level.WARNING);
  }

  @Override
  public boolean isErrorEnabled() {
    return RunLog.wants(Level.WARNING);
  }
}
