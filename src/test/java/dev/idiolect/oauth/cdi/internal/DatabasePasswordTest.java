package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.internal.config.ConfigKey;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A URL of a database can contain its password, and no message and no log of the driver repeats it. */
class DatabasePasswordTest {

    private static final String PASSWORD = "s3cret";

    private static final class AllLogs extends Handler implements AutoCloseable {

        private final List<String> lines = new ArrayList<>();
        private final Logger root = Logger.getLogger("");
        private final Level before = root.getLevel();

        AllLogs() {
            setLevel(Level.ALL);
            root.setLevel(Level.ALL);
            root.addHandler(this);
        }

        @Override
        public synchronized void publish(LogRecord line) {
            lines.add(new SimpleFormatter().format(line));
        }

        synchronized String text() {
            return String.join("\n", lines);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            root.removeHandler(this);
            root.setLevel(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://app:s3cret@127.0.0.1:1/app",
                "jdbc:postgresql://app:x/s3cret@127.0.0.1:1/app",
                "jdbc:postgresql://app:s3cret/x@127.0.0.1:1/app",
                "jdbc:postgresql:app:s3cret@127.0.0.1",
                "jdbc:postgresql:app/s3cret@127.0.0.1",
                "jdbc:postgresql://127.0.0.1:1/app?user=app&password=s3cret",
                "jdbc:postgresql://127.0.0.1:1/app?user=app&password=s3cret%zz",
                "jdbc:postgresql://127.0.0.1:1/app?user=app&password=s3cret&connectTimeout=x",
                "jdbc:postgresql://127.0.0.1:1/app;password=s3cret",
                "jdbc:postgresql://127.0.0.1:1/app&password=s3cret",
                "jdbc:postgresql://127.0.0.1:x/app?user=app&password=s3cret",
                "jdbc:oracle:thin:app/s3cret@//127.0.0.1:1/app",
                "jdbc:unknown:app/s3cret@127.0.0.1",
                "postgresql://app:s3cret@127.0.0.1:1/app",
                "postgresql://app:x/s3cret@127.0.0.1:1/app",
                "postgresql://127.0.0.1:1/app?user=app&password=s3cret",
            })
    void passwordInAUrlIsNotRepeated(String url) {
        for (ConfigKey key : List.of(ConfigKey.STORE_URL, ConfigKey.STORE, ConfigKey.STORE_DATA_SOURCE)) {
            try (AllLogs logs = new AllLogs()) {
                Throwable failure = catchThrowable(() -> open(key, url));
                assertThat(trace(failure)).contains(key.key()).doesNotContain(PASSWORD);
                assertThat(logs.text()).doesNotContain(PASSWORD);
            }
        }
    }

    private static void open(ConfigKey key, String value) {
        Map<String, String> values = new HashMap<>(Map.of(ConfigKey.STORE.key(), "jdbc"));
        values.put(key.key(), value);
        OAuthConfig config = OAuthConfig.read(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build());
        Stores.open(config.store(), SecretConfigTest::noBeans);
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
