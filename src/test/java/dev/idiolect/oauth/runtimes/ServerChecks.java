package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.OwnThread;
import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More checks, for servers with several applications. */
abstract class ServerChecks extends RuntimeChecks {

    /** A class of the application, to count its deployed copies. */
    static final String CHECKS_MARK = "dev.idiolect.oauth.checks.Calls";

    /** The number of deployments. With {@code -Dredeploys.long=true}, it is that of the guide. */
    private static final int DEPLOYMENTS = Boolean.getBoolean("redeploys.long") ? 11 : 6;

    /** The number of deployments of an application without the library. */
    private static final int BARE_DEPLOYMENTS = 3;

    private static final String DAVE = "did:plc:dddddddddddddddddddddddd";
    private static final String ERIN = "did:plc:eeeeeeeeeeeeeeeeeeeeeeee";

    private final AppServer appServer;
    private RunningServer unconfigured;
    private String unusedSchema;

    ServerChecks(AppServer platform) {
        super(platform);
        this.appServer = platform;
    }

    /**
     * Returns a server with both applications, and those of {@link #deploy}. It is started once: a start takes long.
     */
    private RunningServer unconfigured() {
        if (unconfigured == null) {
            // An application of withDatabase uses the data source.
            unconfigured = start(Map.of("database.url", PostgreSql.url(unusedSchema)), "checks", "own");
        }
        return unconfigured;
    }

    @BeforeAll
    final void createUnusedSchema() throws SQLException {
        unusedSchema = PostgreSql.newSchema();
    }

    @Override
    final void withDatabase(Map<String, String> config, BiConsumer<CheckedApp, String> check) {
        Map<String, String> all = new HashMap<>(platform.jdbc(unusedSchema));
        all.remove("database.url");
        all.putAll(config);
        deploy("database", all);
        check.accept(unconfigured().app("database"), unusedSchema);
        appServer.undeploy(unconfigured().process(), "database");
    }

    @Override
    final void unconfigured(String app, BiConsumer<RunningServer, CheckedApp> check) {
        check.accept(unconfigured(), unconfigured().app(app));
    }

    /** Deploys an application like {@code checks} with its own configuration, beside those that have none. */
    private CheckedApp deploy(String name, Map<String, String> config) {
        BuiltApps.configure(appServer.project(), name, config);
        appServer.deploy(unconfigured().process(), name);
        return unconfigured().unready(name);
    }

    /** Neither the server nor its other applications may end. */
    @Override
    final void configured(String key, String value, BiConsumer<RunningServer, CheckedApp> check) {
        assertThat(unconfigured().app("checks").isUp()).isTrue();
        CheckedApp app = deploy(key.substring(key.lastIndexOf('.') + 1), Map.of(key, value));
        check.accept(unconfigured(), app);
        assertThat(unconfigured().unready("checks").isUp()).isTrue();
    }

    @AfterAll
    final void stopUnconfigured() {
        if (unconfigured != null) {
            unconfigured.close();
        }
    }

    @Test
    void twoApplicationsOnOneServerHaveSeparateSessions() {
        CheckedApp first = unconfigured().app("checks");
        CheckedApp second = unconfigured().app("own");
        first.save(fake.session(DAVE));
        second.save(other.session(ERIN));
        assertThat(first.dids()).contains(DAVE).doesNotContain(ERIN);
        assertThat(second.dids()).contains(ERIN).doesNotContain(DAVE);
        fake.expireAccessTokens();
        other.expireAccessTokens();
        assertThat(first.call("blocking", DAVE, "from the first")).startsWith("at://" + DAVE);
        assertThat(second.call("stage", ERIN, "from the second")).startsWith("at://" + ERIN);
        assertThat(first.tryCall("blocking", ERIN, "not mine", null).body()).startsWith("NoSessionException");
        assertThat(second.tryCall("blocking", DAVE, "not mine", null).body()).startsWith("NoSessionException");
    }

    @Test
    void asynchronousCallHasTheContainerContext() {
        app().save(fake.session(ALICE));
        fake.expireAccessTokens();
        assertThat(app().call("contexts", ALICE, "in context").lines())
                .as("at least two attempts, and the stage after them")
                .hasSizeGreaterThanOrEqualTo(3)
                .containsOnly(platform.context());
    }

    @Test
    void ownStoreHasTheContainerContextOnEachThread() {
        unconfigured("own", (server, own) -> {
            int before = own.contextsOfSaves().size();
            own.save(fake.session(ALICE));
            for (String way : List.of("blocking", "stage")) {
                fake.expireAccessTokens();
                own.call(way, ALICE, "saved in context, " + way);
            }
            assertThat(own.contextsOfSaves().stream().skip(before))
                    .containsOnly(platform.context())
                    .hasSize(3);
        });
    }

    @Test
    void twoApplicationsWithSharedFilesRefreshOnce() throws Exception {
        String sessions = directory.resolve("shared").toString();
        Map<String, String> files = Map.of("idiolect.oauth.store", "filesystem", "idiolect.oauth.store.path", sessions);
        List<CheckedApp> apps = List.of(deploy("shared", files), deploy("sharing", files));
        unconfigured().app("shared").save(fake.session(ALICE));
        assertThat(unconfigured().app("sharing").dids()).containsExactly(ALICE);
        for (int round = 1; round <= 3; round++) {
            int refreshes = fake.refreshes();
            fake.expireAccessTokens();
            var calls = new ArrayList<CompletableFuture<String>>();
            for (int i = 0; i < 8; i++) {
                CheckedApp app = apps.get(i % 2);
                String text = "shared " + round + "." + i;
                calls.add(OwnThread.supply(() -> app.call("blocking", ALICE, text)));
            }
            for (CompletableFuture<String> call : calls) {
                assertThat(call.get(60, TimeUnit.SECONDS)).startsWith("at://" + ALICE);
            }
            assertThat(fake.refreshes()).isEqualTo(refreshes + 1);
        }
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(Path.of(sessions))) {
            assertThat(store.listDids()).containsExactly(ALICE);
        }
    }

    @Test
    void secondCopyOfSqliteIsRejected() {
        RunningServer server = withSqlite();
        CheckedApp first = server.app("checks");
        first.save(fake.session(ALICE));
        appServer.deploy(server.process(), "twin");
        server.awaitLog("another application in this JVM has the database open with its own copy of");
        assertThat(server.unready("twin").isUp()).isFalse();
        fake.expireAccessTokens();
        assertThat(first.call("blocking", ALICE, "unharmed")).startsWith("at://");
    }

    @Test
    void redeploysLeaveNoThreadsFilesOrLibraries() {
        Path database = ServerFiles.real(directory).resolve("counted.db");
        Path temporary = ServerFiles.directory(directory.resolve("tmp"));
        Map<String, String> config = new HashMap<>(Leftovers.options(temporary));
        config.put("idiolect.oauth.store", "sqlite");
        config.put("idiolect.oauth.store.path", database.toString());
        config.put("idiolect.oauth.keep-alive", "P7D");
        try (RunningServer server = start(config, "extended")) {
            List<Long> bare = copiesAfterEach(BARE_DEPLOYMENTS, server, "extended", BareApp.MARK, app -> {});
            assertThat(grows(bare))
                    .as("the server keeps classes of applications without the library: " + bare)
                    .isEqualTo(appServer.keepsListeners());

            appServer.deploy(server.process(), "checks");
            server.app("checks").save(fake.session(ALICE));
            List<Leftovers> inUse = new ArrayList<>();
            List<Long> checks = copiesAfterEach(DEPLOYMENTS, server, "checks", CHECKS_MARK, app -> {
                fake.expireAccessTokens();
                assertThat(app.call("blocking", ALICE, "counted")).startsWith("at://");
                assertThat(app.call("stage", ALICE, "counted, later")).startsWith("at://");
                inUse.add(Leftovers.of(server.process(), database, temporary));
                assertThat(Leftovers.libraries(server.process())).isPositive();
            });
            assertThat(inUse)
                    .as("the counted files exist while the application runs")
                    .allMatch(seen -> seen.openFiles() > 0);
            assertThat(inUse).anyMatch(seen -> seen.threads() > 0);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(Leftovers.of(server.process(), database, temporary))
                            .isEqualTo(Leftovers.NONE));
            long most = appServer.keepsListeners() ? DEPLOYMENTS : bare.get(BARE_DEPLOYMENTS - 1);
            // Not after each redeployment: a pooled thread may keep the last copy for some seconds.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(Leftovers.copies(server.process(), CHECKS_MARK))
                            .as("a copy for each deployment if the server keeps them, else no more than without the"
                                    + " library, " + bare + "; found " + checks)
                            .isLessThanOrEqualTo(most));
            long libraries = Leftovers.libraries(server.process());
            assertThat(libraries).isLessThanOrEqualTo(most);
            ServerFiles.write(
                    Path.of("target", "runtimes", platform.name().replace(' ', '-') + "-redeploys.txt"),
                    "copies of an application without the library " + bare + ", with it " + checks
                            + "; copies of SQLite at the end " + libraries + "; in use " + inUse.get(DEPLOYMENTS - 1)
                            + ", after it " + Leftovers.NONE + "\n");
        }
    }

    /** Uses and undeploys an application several times; returns the number of remaining copies after each time. */
    final List<Long> copiesAfterEach(
            int times, RunningServer server, String name, String mark, Consumer<CheckedApp> use) {
        List<Long> copies = new ArrayList<>();
        for (int i = 1; i <= times; i++) {
            if (i > 1) {
                appServer.deploy(server.process(), name);
            }
            use.accept(server.app(name));
            appServer.undeploy(server.process(), name);
            assertThat(server.unready(name).isUp()).isFalse();
            copies.add(Leftovers.copies(server.process(), mark));
        }
        return copies;
    }

    /** Returns whether most redeployments left a copy. Servers keep some for a while in caches and pooled threads. */
    private static boolean grows(List<Long> copies) {
        int redeploys = copies.size() - 1;
        return 2 * (copies.get(redeploys) - copies.get(0)) > redeploys;
    }
}
