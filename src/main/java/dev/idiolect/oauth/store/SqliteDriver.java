package dev.idiolect.oauth.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

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

    /** Is called when a use has ended; after the last one the driver of this application is no longer registered. */
    static synchronized void release() {
        uses--;
        ClassLoader application = SqliteDriver.class.getClassLoader();
        // The class path of a JVM lives as long as DriverManager, and its owner may go on to use the driver by it.
        if (uses > 0 || application == ClassLoader.getSystemClassLoader()) {
            return;
        }
        List<Driver> drivers = DriverManager.drivers()
                .filter(driver -> driver.getClass().getName().equals("org.sqlite.JDBC"))
                // Not one that the server brings for all its applications.
                .filter(driver -> driver.getClass().getClassLoader() == application)
                .toList();
        for (Driver driver : drivers) {
            try {
                DriverManager.deregisterDriver(driver);
            } catch (SQLException | SecurityException e) {
                LOG.log(Level.DEBUG, "SQLite''s driver stays registered: {0}", e.getMessage());
            }
        }
    }
}
