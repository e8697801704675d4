package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Qualifier;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The store of an application whose configuration names a database. */
class JdbcStoreBeanIT {

    private static final String DID = "did:plc:alice";

    private static String schema;

    @BeforeAll
    static void createSchema() throws SQLException {
        schema = PostgreSql.newSchema();
    }

    @ApplicationScoped
    static class DefaultSource {
        @Produces
        @Singleton
        DataSource source() {
            return PostgreSql.dataSource(schema);
        }
    }

    @ApplicationScoped
    static class NamedSource {
        @Produces
        @Singleton
        @Named("sessions")
        DataSource source() {
            return PostgreSql.dataSource(schema);
        }
    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Reports {}

    @ApplicationScoped
    static class OtherSource {
        @Produces
        @Singleton
        @Reports
        DataSource source() {
            throw new AssertionError("this data source is not for sessions");
        }
    }

    private static Map<String, String> config(String... values) {
        Map<String, String> config = new HashMap<>(Map.of("idiolect.oauth.store", "jdbc"));
        for (int i = 0; i < values.length; i += 2) {
            config.put("idiolect.oauth.store." + values[i], values[i + 1]);
        }
        return config;
    }

    private static void assertKeepsSessions(Map<String, String> config, Class<?>... beans) {
        try (TestApp app = TestApp.start(config, beans)) {
            OAuthTokenStore store = app.get(OAuthTokenStore.class);
            assertThat(store).isInstanceOf(JdbcOAuthTokenStore.class);
            store.save(TestSessions.full(DID));
        }
        OAuthTokenStore stopped;
        try (TestApp app = TestApp.start(config, beans)) {
            stopped = app.get(OAuthTokenStore.class);
            assertThat(stopped.load(DID)).contains(TestSessions.full(DID));
            stopped.delete(DID);
        }
        assertThatThrownBy(() -> stopped.load(DID))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void applicationsDataSourceIsUsed() {
        assertKeepsSessions(config(), DefaultSource.class);
    }

    @Test
    void applicationsDefaultDataSourceIsUsedBesideOthers() {
        assertKeepsSessions(config(), DefaultSource.class, OtherSource.class);
    }

    @Test
    void dataSourceCanBeNamed() {
        assertKeepsSessions(config("data-source", "sessions"), NamedSource.class);
    }

    @Test
    void urlNeedsNoDataSource() {
        assertKeepsSessions(config("url", PostgreSql.url(schema), "user", "postgres", "password", "postgres"));
    }

    @Test
    void schemaIsUsed() throws Exception {
        String other = PostgreSql.newSchema();
        assertKeepsSessions(config("schema", other), DefaultSource.class);
        PostgreSql.execute("SELECT * FROM " + other + ".oauth_sessions");
    }

    @Test
    void tablesAreOnlyCheckedIfConfigured() throws Exception {
        String empty = PostgreSql.newSchema();
        assertThatThrownBy(() -> TestApp.start(config("create-tables", "false", "schema", empty), DefaultSource.class))
                .hasStackTraceContaining("Invalid idiolect.oauth.store=jdbc: Cannot open a session store in the default"
                        + " data source: ERROR: relation")
                .hasStackTraceContaining("oauth_sessions");
    }

    @Test
    void missingDataSourceIsAClearError() {
        assertThatThrownBy(() -> TestApp.start(config()))
                .hasStackTraceContaining("Invalid idiolect.oauth.store=jdbc: use a data source: a bean of the type"
                        + " javax.sql.DataSource, idiolect.oauth.store.data-source with a JNDI name, or"
                        + " idiolect.oauth.store.url");
        assertThatThrownBy(() -> TestApp.start(config("data-source", "jdbc/none"), DefaultSource.class))
                .hasStackTraceContaining("Invalid idiolect.oauth.store.data-source=jdbc/none: use the JNDI name");
        assertThatThrownBy(() -> TestApp.start(config("data-source", "ldap://evil.example/x"), DefaultSource.class))
                .hasStackTraceContaining("use a JNDI name, such as jdbc/oauth");
    }

    @Test
    void unreachableDatabaseIsAClearErrorWithoutThePassword() {
        for (String url : new String[] {
            "jdbc:postgresql://localhost:1/app?password=s3cret", "jdbc:nosuch://localhost/app?password=s3cret"
        }) {
            assertThatThrownBy(() -> TestApp.start(config("url", url, "user", "app", "password", "s3cret")))
                    .satisfies(e -> {
                        StringWriter trace = new StringWriter();
                        e.printStackTrace(new PrintWriter(trace));
                        assertThat(trace.toString())
                                .contains("Invalid idiolect.oauth.store.url=" + url.replaceFirst("[?].*", ""))
                                .doesNotContain("s3cret");
                    });
        }
    }
}
