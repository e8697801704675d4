package dev.idiolect.oauth.store;

import dev.idiolect.oauth.seal.KeySource;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An application on a server: a class loader with its own copy of this library and of named others. */
public final class Application extends URLClassLoader {

    private final List<String> own;

    Application(URL[] jars, String... ownPackages) {
        super(jars, Application.class.getClassLoader());
        this.own = List.of(ownPackages);
    }

    /** An application that contains only this library. */
    public static Application withLibrary() {
        return new Application(new URL[] {home(OAuthTokenStore.class)}, "dev.idiolect.");
    }

    /** An application that contains sqlite-jdbc too. */
    public static Application withLibraryAndSqlite() {
        return new Application(
                new URL[] {home(OAuthTokenStore.class), home(org.sqlite.JDBC.class)}, "dev.idiolect.", "org.sqlite.");
    }

    /** An application on a server without sqlite-jdbc. */
    public static Application withoutSqlite() {
        return new Application(new URL[] {home(OAuthTokenStore.class)}, "dev.idiolect.", "org.sqlite.");
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (own.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    public AutoCloseable open(Kind kind, Path path) throws Exception {
        return (AutoCloseable) call(type(kind).getMethod("open", Path.class), null, path);
    }

    public AutoCloseable lock(AutoCloseable store, String did, Duration timeout) throws Exception {
        Method lock = loadClass(OAuthTokenStore.class.getName()).getMethod("lock", String.class, Duration.class);
        return (AutoCloseable) call(lock, store, did, timeout);
    }

    private Class<?> type(Kind kind) throws ClassNotFoundException {
        return loadClass(kind.type().getName());
    }

    /** Opens a store with one of its package-private methods. */
    public AutoCloseable open(Kind kind, Path path, Duration busyTimeout, Duration closePatience) throws Exception {
        Class<?> keys = loadClass(KeySource.class.getName());
        Method open = type(kind).getDeclaredMethod("open", Path.class, keys, Duration.class, Duration.class);
        open.setAccessible(true);
        return (AutoCloseable) call(open, null, path, null, busyTimeout, closePatience);
    }

    private static Object call(Method method, Object target, Object... arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static URL home(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
