package io.vmcaster.repository.sql;

import java.util.HashMap;
import java.util.Map;

/**
 * Row ids for one transaction: above all that are there. Nobody else gives any meanwhile, since one
 * transaction at a time may write.
 */
final class NextIds {

  private final Statements sql;
  private final Map<String, Long> last = new HashMap<>();

  NextIds(Statements sql) {
    this.sql = sql;
  }

  long of(String table) {
    long next = last.computeIfAbsent(table, this::highest) + 1;
    last.put(table, next);
    return next;
  }

  private long highest(String table) {
    return sql.first("SELECT COALESCE(MAX(\"id\"), 0) FROM " + table, r -> r.getLong(1)).orElse(0L);
  }
}
