package io.vmcaster.repository.sql;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.model.Item;
import io.vmcaster.repository.Repository.Lock;
import io.vmcaster.repository.orm.DatabaseSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.slf4j.LoggerFactory;

/**
 * Locks on items in PostgreSQL: advisory locks of a transaction on a connection of its own, which
 * the server lets go of when the connection ends, however it ends. A lock of a session would stay
 * behind with a pooler such as PgBouncer, which lends sessions for one transaction each. The
 * application name tells others what it is for.
 */
final class AdvisoryLocks {

  private static final int SPACE = 0x766d63; // "vmc"

  private final Function<String, DatabaseSession> sessions;
  private final String location;
  private final Messages messages;
  private final Map<Item, DatabaseSession> held = new LinkedHashMap<>();

  /**
   * Locks in a database.
   *
   * @param sessions makes a connection with an application name
   */
  AdvisoryLocks(Function<String, DatabaseSession> sessions, String location, Messages messages) {
    this.sessions = sessions;
    this.location = location;
    this.messages = messages;
  }

  Lock lock(Item item, Duration wait, String purpose) {
    DatabaseSession sql = sessions.apply("vmcaster " + LockWait.holder(purpose));
    try {
      sql.execute("BEGIN");
      sql.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
      LockWait.acquire(
          wait, messages, () -> tryLock(sql, item), () -> LockWait.held(item, holder(sql, item)));
      held.put(item, sql);
      return () -> {
        held.remove(item);
        release(sql);
      };
    } catch (RuntimeException e) {
      sql.close();
      throw e;
    }
  }

  /** A server, and a pooler, notices in its own time that a connection has ended. */
  private static void release(Statements sql) {
    try {
      sql.execute("ROLLBACK");
    } catch (Failure e) {
      LoggerFactory.getLogger(AdvisoryLocks.class).debug("the connection of a lock was cut", e);
    }
    sql.close();
  }

  /** Asks the server on each session that holds a lock, which is as long as the lock lives. */
  void requireHeld() {
    held.forEach(
        (item, sql) -> {
          if (!sql.isAlive()) {
            throw new TemporaryFailure(
                ("the lock on %s %s is lost: its connection to the database %s was cut,"
                        + " and another run may be at work")
                    .formatted(item.kind().label(), item, location),
                "Run the command again: it completes or undoes what was begun.");
          }
        });
  }

  /** Null when another session has it. */
  private static Boolean tryLock(Statements sql, Item item) {
    return sql.first(
            "SELECT pg_try_advisory_xact_lock(?, ?)", r -> r.getBoolean(1), SPACE, key(item))
        .filter(Boolean::booleanValue)
        .orElse(null);
  }

  private static String holder(Statements sql, Item item) {
    return sql.first(
            """
            SELECT a.application_name, a.usename, a.client_addr, a.backend_start
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
              AND a.datname = current_database() AND l.classid = ? AND CAST(l.objid AS bigint) = ?
            """,
            r ->
                "another run: "
                    + r.getString(1)
                    + " for "
                    + r.getString(2)
                    + told(" from ", r.getString(3))
                    + told(" since ", r.getString(4)),
            SPACE,
            key(item) & 0xffffffffL)
        .orElse("another run");
  }

  /** PostgreSQL tells some things to the same user alone. */
  private static String told(String what, String value) {
    return value == null ? "" : what + value;
  }

  private static int key(Item item) {
    CRC32 sum = new CRC32();
    sum.update((item.kind() + " " + item).getBytes(StandardCharsets.UTF_8));
    return (int) sum.getValue();
  }
}
