package io.vmcaster.repository.orm;

import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Collection;
import java.util.List;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.registry.classloading.spi.ClassLoadingException;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.format.FormatMapper;

/**
 * Where Hibernate finds classes: in one jar, which has no extensions of it and no mapping files.
 * Its own service opens and searches every jar for them, which takes a fifth of its start.
 */
final class OrmClasses implements ClassLoaderService {

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
