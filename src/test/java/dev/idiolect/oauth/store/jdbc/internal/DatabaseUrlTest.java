package dev.idiolect.oauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.idiolect.oauth.store.LogCapture;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {

    /** Records what it gets, and refuses each connection. */
    private static final class RecordingDriver implements Driver {

        private String url;
        private Properties properties;

        @Override
        public Connection connect(String newUrl, Properties info) throws SQLException {
            if (acceptsURL(newUrl)) {
                url = newUrl;
                properties = info;
                throw new SQLException("refused");
            }
            return null;
        }

        @Override
        public boolean acceptsURL(String accepted) {
            return accepted.startsWith("jdbc:recording:");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String ofUrl, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }

    private final RecordingDriver driver = new RecordingDriver();

    @BeforeEach
    void register() throws SQLException {
        DriverManager.registerDriver(driver);
    }

    @AfterEach
    void deregister() throws SQLException {
        DriverManager.deregisterDriver(driver);
    }

    @Test
    void driverGetsPasswordsApartFromTheUrl() {
        DatabaseUrl url = DatabaseUrl.parse(
                "jdbc:recording://db/app?password=one%20&sslmode=verify-full&sslpassword=two&keyStorePassword=three&user=u",
                "other settings");
        assertThatThrownBy(() -> HikariPool.open(url, null, null, 1)).hasRootCauseMessage("refused");
        assertThat(driver.url).isEqualTo("jdbc:recording://db/app?sslmode=verify-full");
        assertThat(driver.properties)
                .containsEntry("user", "u")
                .containsEntry("password", "one ")
                .containsEntry("sslpassword", "two")
                .containsEntry("keyStorePassword", "three");
        assertThat(url.otherPasswords()).containsOnlyKeys("sslpassword", "keyStorePassword");
        assertThat(url).hasToString("jdbc:recording://db/app");
    }

    @Test
    void poolLogsNoPassword() {
        DatabaseUrl url = DatabaseUrl.parse(
                "jdbc:recording://db/app?password=S3CRET1&sslpassword=S3CRET2&password1=S3CRET3", "other settings");
        try (LogCapture config = LogCapture.ofEverything(HikariConfig.class);
                LogCapture pool = LogCapture.ofEverything(HikariDataSource.class)) {
            assertThatThrownBy(() -> HikariPool.open(url, "user", "S3CRET4", 1)).hasRootCauseMessage("refused");
            assertThat(config.messages()).anyMatch(line -> line.contains("poolName"));
            assertThat(config.messages() + "\n" + pool.messages()).doesNotContain("S3CRET");
        }
        assertThat(driver.properties).containsEntry("sslpassword", "S3CRET2").containsEntry("password1", "S3CRET3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db/app | jdbc:postgresql://db/app",
                "jdbc:postgresql://db/app?ssl=true&user=u | jdbc:postgresql://db/app?ssl=true&user=u",
                "jdbc:postgresql://db/app?password=p&sslmode=require | jdbc:postgresql://db/app?sslmode=require",
                "jdbc:postgresql://db/app?sslpassword=p&x=secret | jdbc:postgresql://db/app",
                "jdbc:postgresql://db/app?sslmode=a'b;c | jdbc:postgresql://db/app",
                "jdbc:postgresql://u:p@db/app?sslmode=require | jdbc:postgresql:...",
            })
    void shareableUrlKeepsOnlyHarmlessParameters(String url, String shareable) {
        assertThat(DatabaseUrl.shareable(url)).isEqualTo(shareable);
    }
}
