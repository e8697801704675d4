package dev.idiolect.oauth.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.seal.KeySource;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The traces of SQLite that a stopped application leaves on a server, and its effect on other applications. */
@Timeout(60)
class UnloadedApplicationTest {

    @TempDir
    Path directory;

    /** An application on a server: its own copy of the library and of its dependencies. */
    private static URLClassLoader application() throws MalformedURLException {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static AutoCloseable open(ClassLoader application, Path file) throws Exception {
        return (AutoCloseable) application
                .loadClass(SqliteOAuthTokenStore.class.getName())
                .getMethod("open", Path.class)
                .invoke(null, file);
    }

    private static Object othersDriver(ClassLoader application, String method) throws Exception {
        return application
                .loadClass(OthersDriver.class.getName())
                .getMethod(method)
                .invoke(null);
    }

    private static void assertUnloaded(WeakReference<ClassLoader> application) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return application.get() == null;
        });
    }

    private WeakReference<ClassLoader> usedAndClosed() throws Exception {
        try (URLClassLoader application = application()) {
            AutoCloseable first = open(application, directory.resolve("first.db"));
            AutoCloseable second = open(application, directory.resolve("second.db"));
            first.close();
            second.close();
            return new WeakReference<>(application);
        }
    }

    @Test
    void applicationWithClosedStoresCanBeUnloaded() throws Exception {
        assertUnloaded(usedAndClosed());
    }

    @Test
    void applicationThatUsedItsOwnThreadCanBeUnloaded() throws Exception {
        List<Process> busy = new ArrayList<>();
        try {
            keepWaitersBusy(busy);
            assertUnloaded(usedOnItsThread());
        } finally {
            busy.forEach(Process::destroy);
        }
    }

    /** The JDK reuses idle process reaper threads. Busy ones force a new thread, whose references the test can see. */
    private static void keepWaitersBusy(List<Process> processes) throws IOException {
        long waiters = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("process reaper"))
                .count();
        while (processes.size() < waiters) {
            processes.add(new ProcessBuilder("cat").start());
        }
    }

    private WeakReference<ClassLoader> usedOnItsThread() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader application = application()) {
            thread.setContextClassLoader(application);
            open(application, directory.resolve("sessions.db")).close();
            assertThat(thread.getContextClassLoader()).isSameAs(application);
            return new WeakReference<>(application);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void applicationThatCheckedADatabaseCanBeUnloaded() throws Exception {
        Path file = directory.resolve("sessions.db");
        SqliteOAuthTokenStore.open(file).close();
        assertUnloaded(lookedAt(file));
    }

    private static WeakReference<ClassLoader> lookedAt(Path file) throws Exception {
        try (URLClassLoader application = application()) {
            application
                    .loadClass(SqliteOAuthTokenStore.class.getName())
                    .getMethod("check", Path.class, application.loadClass(KeySource.class.getName()))
                    .invoke(null, file, null);
            return new WeakReference<>(application);
        }
    }

    @Test
    void applicationBesideASingletonDriverCanBeUnloaded() throws Exception {
        try (URLClassLoader neighbour = application()) {
            othersDriver(neighbour, "find");
            System.setProperty(OthersDriver.TAKEN, "");
            try {
                assertUnloaded(usedAndClosed());
            } finally {
                System.clearProperty(OthersDriver.TAKEN);
                othersDriver(neighbour, "deregister");
            }
        }
    }

    @Test
    void driverOfANeighbourIsFoundAfterAStoreIsClosed() throws Exception {
        try (URLClassLoader neighbour = application();
                URLClassLoader application = application()) {
            othersDriver(neighbour, "find");
            try {
                open(application, directory.resolve("sessions.db")).close();
                assertThat(othersDriver(application, "find").getClass().getClassLoader())
                        .isSameAs(application);
                othersDriver(application, "deregister");
            } finally {
                othersDriver(neighbour, "deregister");
            }
        }
    }

    @Test
    void usedDriverStaysRegistered() throws Exception {
        Driver registered = DriverManager.getDriver("jdbc:sqlite:");
        SqliteOAuthTokenStore.open(directory.resolve("sessions.db")).close();
        assertThat(DriverManager.drivers()).contains(registered);
    }
}
