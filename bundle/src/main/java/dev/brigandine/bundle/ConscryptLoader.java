package dev.brigandine.bundle;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.Provider;
import java.security.cert.Certificate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads Conscrypt's classes from its jar without verifying the jar's signature, which takes longer
 * in a cold JVM than all the rest of Conscrypt's start. Nothing is lost by it: the JVM checks only
 * that a signed jar is consistent, not who signed it, and whoever can change a jar on the class
 * path can remove the signature too. Where the Java runtime verifies providers by itself it still
 * does, by way of the code source.
 *
 * <p>Works for a plain jar file on the class path. In any other place (a module path, a jar within
 * a jar) {@link #provider} returns null and the caller takes the ordinary way.
 */
final class ConscryptLoader extends ClassLoader {
  private static final String PROVIDER = "org.conscrypt.OpenSSLProvider";
  private static final String PREFIX = "org.conscrypt.";

  private final JarFile jar;
  private final ProtectionDomain domain;

  private ConscryptLoader(ClassLoader parent, JarFile jar, URL location) {
    super(parent);
    this.jar = jar;
    this.domain = new ProtectionDomain(new CodeSource(location, (Certificate[]) null), null);
  }

  /** Conscrypt's provider, or null if it has to be loaded the ordinary way. */
  static Provider provider() {
    ClassLoader parent = ConscryptLoader.class.getClassLoader();
    URL at = parent == null ? null : parent.getResource("org/conscrypt/OpenSSLProvider.class");
    if (at == null || !at.getProtocol().equals("jar")) {
      return null;
    }
    String path = at.getPath();
    int end = path.indexOf("!/");
    if (!path.startsWith("file:") || end < 0 || path.indexOf("!/", end + 1) >= 0) {
      return null;
    }
    try {
      URI file = URI.create(path.substring(0, end));
      // Stays open: classes are loaded from it as long as the provider is used.
      JarFile jar = new JarFile(new File(file), false);
      ConscryptLoader loader = new ConscryptLoader(parent, jar, file.toURL());
      return (Provider)
          Class.forName(PROVIDER, true, loader).getDeclaredConstructor().newInstance();
    } catch (IOException | ReflectiveOperationException | IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PREFIX)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    JarEntry entry = jar.getJarEntry(name.replace('.', '/') + ".class");
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** The native library, which Conscrypt asks for, comes from the same jar. */
  @Override
  public URL getResource(String name) {
    JarEntry entry = jar.getJarEntry(name);
    if (entry == null) {
      return super.getResource(name);
    }
    try {
      return new URL(null, "conscrypt:" + name, new EntryHandler(jar, entry));
    } catch (MalformedURLException e) {
      return null;
    }
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    JarEntry entry = jar.getJarEntry(name);
    try {
      return entry == null ? super.getResourceAsStream(name) : jar.getInputStream(entry);
    } catch (IOException e) {
      return null;
    }
  }

  private static final class EntryHandler extends URLStreamHandler {
    private final JarFile jar;
    private final JarEntry entry;

    EntryHandler(JarFile jar, JarEntry entry) {
      this.jar = jar;
      this.entry = entry;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() throws IOException {
          return jar.getInputStream(entry);
        }
      };
    }
  }
}
