package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A running application on a runtime, controlled by HTTP. It calls strict fake servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ResultsExtension.class)
@Timeout(300)
abstract class RuntimeFixture {

    static final String ALICE = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";
    static final String BOB = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb";

    /** The headers that one client of the application copies from the incoming request. */
    static final List<String> PROPAGATED = List.of(
            "Authorization",
            "Connection",
            "Cookie",
            "DPoP",
            "Host",
            "Keep-Alive",
            "Proxy-Authorization",
            "Proxy-Connection",
            "TE",
            "Upgrade",
            "X-Hop",
            "X-Other");

    /** The account of the application's configuration. */
    static final String CAROL = "did:plc:cccccccccccccccccccccccc";

    @AutoClose
    final FakePds fake = FakePds.start();

    @AutoClose
    final FakePds other = FakePds.start();

    final Platform platform;
    Path directory;
    String schema;
    private int starts;
    private RunningServer shared;
    private RunningServer withSqlite;
    private CheckedApp app;

    RuntimeFixture(Platform platform) {
        this.platform = platform;
    }

    @BeforeAll
    void startShared(@TempDir Path temporary) throws SQLException {
        directory = temporary;
        schema = PostgreSql.newSchema();
        shared = start(platform.jdbc(schema), "checks");
        app = shared.app("checks");
    }

    @AfterAll
    void stopShared() {
        try (RunningServer server = shared) {
            assertThat(server == null || server.process().isAlive())
                    .as("the server is still alive")
                    .isTrue();
        }
    }

    @AfterEach
    void serversSawNoViolation() {
        fake.clearFaults();
        other.clearFaults();
        fake.assertNoViolations();
        other.assertNoViolations();
    }

    /** The application that most checks share. */
    CheckedApp app() {
        return app;
    }

    /** The server that most checks share. */
    RunningServer shared() {
        return shared;
    }

    /** Runs a check with an application for which no store is configured. */
    void unconfigured(String app, BiConsumer<RunningServer, CheckedApp> check) {
        try (RunningServer server = start(Map.of(), app)) {
            check.accept(server, server.app(app));
        }
    }

    /** Runs a check with an application that has these settings, and a new schema for sessions in PostgreSQL. */
    void withDatabase(Map<String, String> config, BiConsumer<CheckedApp, String> check) throws SQLException {
        String ownSchema = PostgreSql.newSchema();
        Map<String, String> all = new HashMap<>(platform.jdbc(ownSchema));
        all.putAll(config);
        try (RunningServer server = start(all, "checks")) {
            check.accept(server.app("checks"), ownSchema);
        }
    }

    /** Runs a check with an application that has one more setting. The application may fail to start with it. */
    void configured(String key, String value, BiConsumer<RunningServer, CheckedApp> check) {
        try (RunningServer server = start(Map.of(Jdk.OPTIONS, "-D" + key + "=" + value), "checks")) {
            check.accept(server, server.unready("checks"));
        }
    }

    /** Returns a server with sessions in SQLite. Checks share it until one of them stops it. */
    final RunningServer withSqlite() {
        if (withSqlite == null) {
            Map<String, String> config = Map.of(
                    "idiolect.oauth.store",
                    "sqlite",
                    "idiolect.oauth.store.path",
                    directory.resolve("sessions.db").toString());
            withSqlite = start(config, "checks");
        }
        return withSqlite;
    }

    @AfterAll
    final void stopWithSqlite() {
        if (withSqlite != null) {
            withSqlite.close();
            withSqlite = null;
        }
    }

    RunningServer start(Map<String, String> config, String... apps) {
        return start(platform, config, apps);
    }

    RunningServer start(Platform platform, Map<String, String> config, String... apps) {
        int port = ServerProcess.freePort();
        Map<String, String> all = new HashMap<>(config);
        all.merge(Jdk.OPTIONS, QuickJvm.options(), (given, more) -> given + " " + more);
        all.put("idiolect.oauth.account", CAROL);
        all.put("idiolect.oauth.client-id", "http://localhost");
        all.put("idiolect.oauth.redirect-uri", platform.address(port, "checks") + "/oauth/callback");
        all.put("mixed/mp-rest/url", fake.pdsUrl());
        all.put("org.eclipse.microprofile.rest.client.propagateHeaders", String.join(",", PROPAGATED));
        Path log = Path.of("target", "runtimes", platform.name().replace(' ', '-') + "-" + ++starts + ".log");
        return new RunningServer(platform, port, platform.start(port, all, log.toAbsolutePath(), List.of(apps)));
    }

    /** Creates a session at a server and stores it through the application. */
    final OAuthSession session(FakePds pds, String did) {
        OAuthSession session = pds.session(did);
        app.save(session);
        return session;
    }

    /** Returns the session in the application's database. */
    final OAuthSession stored(String did) {
        return database().load(did).orElseThrow();
    }

    /** Returns the store of the application, opened in this JVM. */
    final OAuthTokenStore database() {
        return database(schema, null);
    }

    static OAuthTokenStore database(String schema, @Nullable KeySource keys) {
        return JdbcOAuthTokenStore.builder(PostgreSql.dataSource(schema))
                .encryption(keys)
                .open();
    }

    static List<String> texts(FakePds pds, String did) {
        return pds.records(did).stream()
                .map(record -> record.getString("text", null))
                .toList();
    }
}
