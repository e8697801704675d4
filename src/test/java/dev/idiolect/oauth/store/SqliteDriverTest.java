package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
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

@Timeout(60)
class SqliteDriverTest {

    @TempDir
    Path directory;

    /** An application of a server: its own copy of the library and of all that it needs. */
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

    @Test
    void anApplicationThatHasClosedItsStoresCanBeUnloaded() throws Exception {
        WeakReference<ClassLoader> application = usedAndClosed();
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
    void onTheClassPathOfTheJvmTheDriverStaysRegistered() throws Exception {
        Driver registered = DriverManager.getDriver("jdbc:sqlite:");
        SqliteOAuthTokenStore.open(directory.resolve("sessions.db")).close();
        assertThat(DriverManager.drivers()).contains(registered);
    }
}
