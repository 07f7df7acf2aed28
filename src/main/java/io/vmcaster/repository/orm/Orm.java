package io.vmcaster.repository.orm;

import java.sql.Connection;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.jdbc.connections.internal.UserSuppliedConnectionProviderImpl;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/** Hibernate, on a connection and in a transaction that somebody else has begun. */
public final class Orm implements AutoCloseable {

  private static final int BATCH = 500;
  private static final String LOGGING = "org.jboss.logging.provider";

  private static final List<Class<?>> ROWS =
      List.of(SourceRow.class, ReplacedRow.class, IntentRow.class, PublicationRow.class);

  private final SessionFactory factory;
  private final StatelessSession session;

  private Orm(SessionFactory factory, StatelessSession session) {
    this.factory = factory;
    this.session = session;
  }

  /**
   * Wakes Hibernate up.
   *
   * @param connection where it writes; stays open, and its transaction the caller's
   * @param dialect the class of the database's dialect
   */
  public static Orm on(Connection connection, String dialect) {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "slf4j"); // else it finds the JDK's logging, which is loud
    }
    StandardServiceRegistry registry =
        new StandardServiceRegistryBuilder()
            .applySetting(AvailableSettings.DIALECT, dialect)
            .applySetting("hibernate.boot.allow_jdbc_metadata_access", false)
            // nothing is made at run time: rows are plain objects, and nothing of them is lazy
            .addService(BytecodeProvider.class, new BytecodeProviderImpl())
            // every session is given its connection; else there is a warning that nobody makes any
            .addService(ConnectionProvider.class, new UserSuppliedConnectionProviderImpl())
            .applySetting(AvailableSettings.GLOBALLY_QUOTED_IDENTIFIERS, true)
            .applySetting(AvailableSettings.STATEMENT_BATCH_SIZE, BATCH)
            .build();
    MetadataSources sources = new MetadataSources(registry);
    ROWS.forEach(sources::addAnnotatedClass);
    SessionFactory factory = sources.buildMetadata().buildSessionFactory();
    return new Orm(factory, factory.openStatelessSession(connection));
  }

  /** Writes a new row. */
  public void insert(Object row) {
    session.insert(row);
  }

  @Override
  public void close() {
    session.close();
    factory.close();
  }
}
