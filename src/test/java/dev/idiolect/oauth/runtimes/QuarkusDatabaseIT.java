package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.session.TestSessions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stores in data sources that Quarkus creates. */
@Tag("quarkus")
@Timeout(300)
class QuarkusDatabaseIT {

    private static final String APP = "jdbc";
    private static final String ALICE = RuntimeChecks.ALICE;

    private static String schema;
    private static String other;

    private final Platform quarkus = new Quarkus();

    @BeforeAll
    static void createSchemas() throws SQLException {
        schema = PostgreSql.newSchema();
        other = PostgreSql.newSchema();
    }

    @Test
    void defaultDataSourceKeepsSessionsBesideAnotherOne() {
        assertKeepsSessions(Map.of());
    }

    @Test
    void dataSourceIsFoundByItsName() throws SQLException {
        String named = PostgreSql.newSchema();
        assertKeepsSessions(Map.of(
                "idiolect.oauth.store.data-source",
                "sessions",
                "quarkus.datasource.sessions.jdbc.url",
                PostgreSql.url(named)));
        PostgreSql.execute("SELECT * FROM " + named + ".oauth_sessions");
    }

    @Test
    void unknownDataSourceStopsTheStart() {
        try (RunningServer server = start(Map.of("idiolect.oauth.store.data-source", "unknown"))) {
            server.awaitLog("Invalid idiolect.oauth.store.data-source=unknown");
            assertThat(server.unready(APP).isUp()).isFalse();
        }
    }

    private void assertKeepsSessions(Map<String, String> config) {
        try (RunningServer server = start(config)) {
            server.app(APP).save(TestSessions.full(ALICE));
        }
        try (RunningServer server = start(config)) {
            assertThat(server.app(APP).dids()).containsExactly(ALICE);
        }
    }

    private RunningServer start(Map<String, String> config) {
        int port = ServerProcess.freePort();
        Map<String, String> all = new HashMap<>();
        all.put("idiolect.oauth.store", "jdbc");
        all.put("idiolect.oauth.keep-alive", "P7D");
        all.put("idiolect.oauth.client-id", "http://localhost");
        all.put("idiolect.oauth.redirect-uri", quarkus.address(port, APP) + "/oauth/callback");
        for (String name : List.of("", "sessions.")) {
            all.put("quarkus.datasource." + name + "username", "postgres");
            all.put("quarkus.datasource." + name + "password", "postgres");
        }
        all.put("quarkus.datasource.jdbc.url", PostgreSql.url(schema));
        all.put("quarkus.datasource.sessions.jdbc.url", PostgreSql.url(other));
        all.putAll(config);
        Path log = Path.of("target", "runtimes", "Quarkus-" + APP + ".log").toAbsolutePath();
        return new RunningServer(quarkus, port, quarkus.start(port, all, log, List.of(APP)));
    }
}
