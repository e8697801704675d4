package dev.idiolect.oauth.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.ServiceConfigurationError;

/**
 * Takes back what sqlite-jdbc leaves in the JVM when it is used: it registers itself with {@link DriverManager}, which belongs
 * to no application. On a server an application that has ended would be held by that until the server ends, with its classes
 * and its native library.
 */
final class SqliteDriver {

    private static final Logger LOG = System.getLogger(SqliteDriver.class.getName());

    private static int uses;

    private SqliteDriver() {}

    /** Is called before sqlite-jdbc is used. */
    static synchronized void use() {
        uses++;
    }

    /** Is called when a use has ended; after the last one the driver of this application is no longer registered. Never fails. */
    static synchronized void release() {
        uses--;
        ClassLoader application = SqliteDriver.class.getClassLoader();
        // The class path of a JVM lives as long as DriverManager, and its owner may go on to use the driver by it.
        if (uses > 0 || application == ClassLoader.getSystemClassLoader()) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        try {
            // Who is first to ask makes DriverManager register what the context class loader has.
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            List<Driver> before = of(application);
            List<Driver> after = of(application);
            for (Driver driver : after) {
                // Asking also loads this application's own copies of other applications' drivers, which register
                // themselves.
                if (!before.contains(driver) || driver.getClass().getName().equals("org.sqlite.JDBC")) {
                    DriverManager.deregisterDriver(driver);
                }
            }
        } catch (SQLException | RuntimeException | LinkageError | ServiceConfigurationError e) {
            LOG.log(Level.DEBUG, "SQLite''s driver stays registered: {0}", e.getMessage());
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    /** The drivers that an application has brought; not those that the server brings for all its applications. */
    private static List<Driver> of(ClassLoader application) {
        return DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == application)
                .toList();
    }
}
