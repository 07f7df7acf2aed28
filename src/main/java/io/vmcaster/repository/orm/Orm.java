package io.vmcaster.repository.orm;

import io.vmcaster.repository.entity.EndorserEntity;
import io.vmcaster.repository.entity.ImageEntity;
import io.vmcaster.repository.entity.ImageEntity.ReplacedBuildEntity;
import io.vmcaster.repository.entity.ImageEntity.SourceEntity;
import io.vmcaster.repository.entity.ImageListEntity;
import io.vmcaster.repository.entity.IntentEntity;
import io.vmcaster.repository.entity.ItemEntity.BindingEntity;
import io.vmcaster.repository.entity.ItemEntity.MetadataEntity;
import io.vmcaster.repository.entity.ItemEntity.OwnedValueType;
import io.vmcaster.repository.entity.ItemEntity.ValueTypeEntity;
import io.vmcaster.repository.entity.PublicationEntity;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.registry.classloading.spi.ClassLoadingException;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.jdbc.connections.internal.UserSuppliedConnectionProviderImpl;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.format.FormatMapper;

/**
 * Hibernate. A factory serves every database of its kind, since each session is given the
 * connection that it works on; to make one takes longer than most edits, so it is made when it is
 * first needed.
 */
final class Orm {

  private static final int BATCH = 500;
  private static final String LOGGING = "org.jboss.logging.provider";

  /**
   * What is initialised together. Between them they have every table of ours and of the original's,
   * but {@code vmcaster_state}, which its steps keep. No entity of one refers to one of the other,
   * and each costs its time at the start: who edits does not wait for what publishing writes down.
   */
  enum Unit {
    /** Lists, images, endorsers. */
    ITEMS,
    /** What was begun, sent, replaced and published. */
    RECORDS;

    List<Class<?>> entities() {
      return switch (this) {
        case ITEMS ->
            List.of(
                ImageListEntity.class,
                ImageEntity.class,
                EndorserEntity.class,
                MetadataEntity.OfList.class,
                MetadataEntity.OfImage.class,
                MetadataEntity.OfEndorser.class,
                ValueTypeEntity.class,
                OwnedValueType.OfList.class,
                OwnedValueType.OfImage.class,
                OwnedValueType.OfEndorser.class,
                BindingEntity.OfImage.class,
                BindingEntity.OfEndorser.class);
        case RECORDS ->
            List.of(
                SourceEntity.class,
                ReplacedBuildEntity.class,
                IntentEntity.class,
                PublicationEntity.WithoutMessage.class,
                PublicationEntity.WithMessage.class);
      };
    }

    /** The one that an entity is in. */
    static Unit of(Class<?> entity) {
      return RECORDS.entities().contains(entity) ? RECORDS : ITEMS;
    }
  }

  private static final Map<String, StandardServiceRegistry> REGISTRIES = new ConcurrentHashMap<>();
  private static final Map<List<?>, SessionFactory> FACTORIES = new ConcurrentHashMap<>();

  private Orm() {}

  /**
   * The factory of a unit for a kind of database.
   *
   * @param dialect the class of its dialect
   */
  static SessionFactory factory(String dialect, Unit unit) {
    return FACTORIES.computeIfAbsent(
        List.of(dialect, unit), each -> metadata(dialect, unit).buildSessionFactory());
  }

  /** The tables as the entities have them. */
  static Metadata metadata(String dialect, Unit unit) {
    MetadataSources sources =
        new MetadataSources(REGISTRIES.computeIfAbsent(dialect, Orm::registry));
    unit.entities().forEach(sources::addAnnotatedClass);
    return sources.buildMetadata();
  }

  private static StandardServiceRegistry registry(String dialect) {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "slf4j"); // else it looks for others through the whole jar
    }
    return new StandardServiceRegistryBuilder(
            new BootstrapServiceRegistryBuilder().applyClassLoaderService(new OrmClasses()).build())
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
  }

  /**
   * Where Hibernate finds classes: in one jar, which has no extensions of it and no mapping files.
   * Its own service opens and searches every jar for them, which takes a fifth of its start.
   */
  static final class OrmClasses implements ClassLoaderService {

    private static final long serialVersionUID = 1;

    @Override
    @SuppressWarnings("unchecked")
    public <T> Class<T> classForName(String name) {
      try {
        return (Class<T>) Class.forName(name, false, OrmClasses.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        throw new ClassLoadingException("there is no class " + name, e);
      }
    }

    @Override
    public URL locateResource(String name) {
      return null;
    }

    @Override
    public InputStream locateResourceStream(String name) {
      return null;
    }

    @Override
    public List<URL> locateResources(String name) {
      return List.of();
    }

    @Override
    public <S> Collection<S> loadJavaServices(Class<S> service) {
      return List.of();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
    public <T> T generateProxy(InvocationHandler handler, Class<?>... interfaces) {
      return (T) Proxy.newProxyInstance(OrmClasses.class.getClassLoader(), interfaces, handler);
    }

    @Override
    public Package packageForNameOrNull(String name) {
      return OrmClasses.class.getClassLoader().getDefinedPackage(name);
    }

    @Override
    public <T> T workWithClassLoader(Work<T> work) {
      return work.doWork(OrmClasses.class.getClassLoader());
    }

    @Override
    public void stop() {}

    /** No column is JSON or XML to Hibernate; without this it starts Jackson for them. */
    static final class NoFormat implements FormatMapper {
      @Override
      public <T> T fromString(CharSequence text, JavaType<T> type, WrapperOptions options) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <T> String toString(T value, JavaType<T> type, WrapperOptions options) {
        throw new UnsupportedOperationException();
      }
    }
  }
}
