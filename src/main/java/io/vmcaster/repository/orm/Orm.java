package io.vmcaster.repository.orm;

import io.vmcaster.repository.entity.EndorserEntity;
import io.vmcaster.repository.entity.ImageEntity;
import io.vmcaster.repository.entity.ImageListEntity;
import io.vmcaster.repository.entity.IntentEntity;
import io.vmcaster.repository.entity.PublicationEntity;
import io.vmcaster.repository.entity.PublishedMessageEntity;
import io.vmcaster.repository.entity.ReplacedBuildEntity;
import io.vmcaster.repository.entity.SourceEntity;
import io.vmcaster.repository.entity.StateEntity;
import io.vmcaster.repository.entity.ValueTypeEntity;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.jdbc.connections.internal.UserSuppliedConnectionProviderImpl;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/**
 * Hibernate. A factory serves every database of its kind, since each session is given the
 * connection that it works on; to make one takes longer than most edits, so it is made when it is
 * first needed.
 */
public final class Orm {

  private static final int BATCH = 500;
  private static final String LOGGING = "org.jboss.logging.provider";

  /** Every table of ours and of the original's. */
  public static final List<Class<?>> ENTITIES =
      List.of(
          EndorserEntity.class,
          EndorserEntity.Metadata.class,
          EndorserEntity.ValueType.class,
          ImageListEntity.class,
          ImageListEntity.Metadata.class,
          ImageListEntity.ValueType.class,
          ImageEntity.class,
          ImageEntity.Metadata.class,
          ImageEntity.ValueType.class,
          ValueTypeEntity.class,
          EndorserEntity.Binding.class,
          ImageEntity.Binding.class,
          SourceEntity.class,
          ReplacedBuildEntity.class,
          IntentEntity.class,
          PublicationEntity.class,
          PublishedMessageEntity.class,
          StateEntity.class);

  private static final Map<String, SessionFactory> FACTORIES = new ConcurrentHashMap<>();

  private Orm() {}

  /**
   * The factory for a kind of database.
   *
   * @param dialect the class of its dialect
   */
  public static SessionFactory factory(String dialect) {
    return FACTORIES.computeIfAbsent(dialect, Orm::make);
  }

  private static SessionFactory make(String dialect) {
    return metadata(dialect).buildSessionFactory();
  }

  /** The tables as the entities have them. */
  static Metadata metadata(String dialect) {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "slf4j"); // else it looks for others through the whole jar
    }
    StandardServiceRegistry registry =
        new StandardServiceRegistryBuilder(
                new BootstrapServiceRegistryBuilder()
                    .applyClassLoaderService(new OrmClasses())
                    .build())
            .applySetting(AvailableSettings.DIALECT, dialect)
            .applySetting("hibernate.boot.allow_jdbc_metadata_access", false)
            // nothing is made at run time: entities are plain objects, and none is a proxy
            .addService(BytecodeProvider.class, new BytecodeProviderImpl())
            // every session is given its connection; else there is a warning that nobody makes any
            .addService(ConnectionProvider.class, new UserSuppliedConnectionProviderImpl())
            .applySetting(AvailableSettings.GLOBALLY_QUOTED_IDENTIFIERS, true)
            .applySetting(AvailableSettings.STATEMENT_BATCH_SIZE, BATCH)
            .applySetting(AvailableSettings.ORDER_INSERTS, true)
            .applySetting(AvailableSettings.ORDER_UPDATES, true)
            // the connection's transaction is begun and ended by whoever owns the connection
            .applySetting(AvailableSettings.ALLOW_UPDATE_OUTSIDE_TRANSACTION, true)
            .applySetting(AvailableSettings.USE_SECOND_LEVEL_CACHE, false)
            .applySetting(AvailableSettings.USE_QUERY_CACHE, false)
            .applySetting(AvailableSettings.JAKARTA_VALIDATION_MODE, "none")
            .applySetting(AvailableSettings.XML_MAPPING_ENABLED, false)
            .applySetting(AvailableSettings.JPA_CALLBACKS_ENABLED, false)
            .applySetting(AvailableSettings.JSON_FORMAT_MAPPER, new OrmClasses.NoFormat())
            .applySetting(AvailableSettings.XML_FORMAT_MAPPER, new OrmClasses.NoFormat())
            .build();
    MetadataSources sources = new MetadataSources(registry);
    ENTITIES.forEach(sources::addAnnotatedClass);
    return sources.buildMetadata();
  }
}
