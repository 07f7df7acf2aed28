package io.vmcaster.repository.orm;

import jakarta.persistence.Table;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.Session;

/**
 * Row numbers for one transaction: above all that are there, so that their order is the order of
 * creation. Nobody else gives any meanwhile, since one transaction at a time may write.
 */
final class RowNumbers {

  private final Session session;
  private final Map<String, Long> last = new HashMap<>();

  RowNumbers(Session session) {
    this.session = session;
  }

  /** The next number in the table of an entity. */
  long next(Class<?> entity) {
    String table = entity.getAnnotation(Table.class).name();
    long next = last.computeIfAbsent(table, this::highest) + 1;
    last.put(table, next);
    return next;
  }

  private long highest(String table) {
    return session
        .createNativeQuery("SELECT COALESCE(MAX(\"id\"), 0) FROM \"" + table + "\"", Long.class)
        .getSingleResult();
  }
}
