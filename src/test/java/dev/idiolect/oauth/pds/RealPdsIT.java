package dev.idiolect.oauth.pds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test PDS itself, with sessions of the library and requests signed by hand. */
class RealPdsIT {

    private static final String NOTE = "dev.idiolect.test.note";

    private static RealPds pds;
    private static PdsInspector inspector;

    @BeforeAll
    static void start() {
        pds = RealPds.start();
        inspector = new PdsInspector(pds.pdsUrl());
    }

    @AfterAll
    static void stop() {
        pds.close();
    }

    static JsonObject note(OAuthSession session, String text) {
        return Jsons.object(
                "repo", session.did(),
                "collection", NOTE,
                "record", Jsons.object("$type", NOTE, "text", text));
    }

    private static Refresher refresher(ClientKeys keys) {
        return Refresher.builder(new DpopProofFactory()).clientKeys(keys).build();
    }

    private static String rkey(JsonObject created) {
        String uri = created.getString("uri");
        return uri.substring(uri.lastIndexOf('/') + 1);
    }

    @Test
    void manualInstallIsNotRepeated(@TempDir Path project) throws Exception {
        for (String file : List.of("package.json", "package-lock.json", "stamp.mjs")) {
            Files.copy(PdsInstall.project().resolve(file), project.resolve(file));
        }
        Files.createDirectory(project.resolve("node_modules"));
        NodeTools tools = NodeTools.find(System.getenv("PATH"));
        Process stamp = new ProcessBuilder(tools.node().toString(), "stamp.mjs")
                .directory(project.toFile())
                .inheritIO()
                .start();
        assertThat(stamp.waitFor(30, TimeUnit.SECONDS) && stamp.exitValue() == 0)
                .isTrue();
        PdsInstall.ready(project, System.getenv("PATH"));
        assertThat(project.resolve("node_modules")).isDirectoryContaining("glob:**/.installed");
        assertThat(project.resolve("node_modules")).isDirectoryNotContaining("glob:**/@atproto");
    }

    @Test
    void signedWriteCanBeReadBack() {
        OAuthSession session = PdsLogin.login(pds);
        assertThat(session.did()).isEqualTo(pds.did());
        assertThat(session.isBearer()).isFalse();
        assertThat(session.scope()).isEqualTo(PdsLogin.SCOPE);
        assertThat(session.isExpired(session.issuedAt())).isFalse();
        HttpResponse<String> response =
                new HandClient().procedure(session, "com.atproto.repo.createRecord", note(session, "hello"));
        JsonObject created = Wire.json(200, response);
        JsonObject read =
                inspector.getRecord(session.did(), NOTE, rkey(created)).orElseThrow();
        assertThat(read.getString("cid")).isEqualTo(created.getString("cid"));
        assertThat(read.getJsonObject("value").getString("text")).isEqualTo("hello");
        assertThat(inspector.isAlive(session)).isTrue();
    }

    @Test
    void refreshEndsOldTokensAndReplayEndsTheSession() {
        OAuthSession old = PdsLogin.login(pds);
        OAuthSession renewed = refresher(null).refresh(old);
        assertThat(inspector.isAlive(renewed)).isTrue();
        assertThat(inspector.isAlive(old)).isFalse();
        HttpResponse<String> replayed = new HandClient().tryRefresh(old);
        assertThat(replayed.statusCode()).isEqualTo(400);
        assertThat(replayed.body()).contains("invalid_grant", "replayed");
        assertThat(inspector.isAlive(renewed)).isFalse();
    }

    @Test
    void revokedSessionIsInvalid() {
        OAuthTokenStore store = new InMemoryOAuthTokenStore();
        OAuthSession session = PdsLogin.login(pds, pds.account(), store);
        new Logout(PdsLogin.client(), PdsLogin.settings(pds, store)).logout(session.did());
        assertThat(inspector.isAlive(session)).isFalse();
    }

    @Test
    void newAccountWritesWithAnAppPassword() {
        TestAccount bob = pds.createAccount("bob-app.test", "hunter2-bob");
        OAuthSession session = PdsLogin.appPasswordLogin(pds, bob);
        assertThat(session.did()).isEqualTo(bob.did());
        assertThat(session.isBearer()).isTrue();
        for (int i = 0; i < 3; i++) {
            Wire.json(
                    200, new HandClient().procedure(session, "com.atproto.repo.createRecord", note(session, "n" + i)));
        }
        assertThat(inspector.listRecords(bob.did(), NOTE))
                .extracting(record -> record.getJsonObject("value").getString("text"))
                .containsExactly("n2", "n1", "n0");
        assertThat(inspector.getRecord(bob.did(), NOTE, "none")).isEmpty();
        assertThat(inspector.isAlive(session)).isTrue();
    }

    @Test
    void allPagesOfAListAreRead() {
        TestAccount many = pds.createAccount("many.test", "hunter2-many");
        OAuthSession session = PdsLogin.appPasswordLogin(pds, many);
        List<JsonObject> writes = IntStream.range(0, 105)
                .mapToObj(i -> Jsons.object(
                        "$type",
                        "com.atproto.repo.applyWrites#create",
                        "collection",
                        NOTE,
                        "value",
                        Jsons.object("$type", NOTE, "text", "n" + i)))
                .toList();
        JsonObject body = Jsons.object("repo", session.did(), "writes", writes);
        Wire.json(200, new HandClient().procedure(session, "com.atproto.repo.applyWrites", body));
        assertThat(inspector.listRecords(many.did(), NOTE)).hasSize(105);
    }

    @Test
    void lifetimeAndNonceRotationCanBeShort() {
        try (RealPds hasty =
                RealPds.start(Map.of(RealPds.ACCESS_TOKEN_TTL_MS, "2000", RealPds.DPOP_ROTATION_MS, "1000"))) {
            PdsInspector looking = new PdsInspector(hasty.pdsUrl());
            OAuthSession session = PdsLogin.login(hasty);
            assertThat(Duration.between(session.issuedAt(), session.expiresAt()))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
            assertThat(looking.isAlive(session)).isTrue();

            Set<String> nonces = new HashSet<>();
            HandClient client = new HandClient();
            await().atMost(20, TimeUnit.SECONDS).until(() -> {
                client.query(session, "com.atproto.server.getSession");
                nonces.add(client.nonce(hasty.pdsUrl()));
                return nonces.size() >= 4;
            });
            await().atMost(10, TimeUnit.SECONDS).until(() -> !looking.isAlive(session));
            HttpResponse<String> late = client.query(session, "com.atproto.server.getSession");
            assertThat(late.statusCode()).isEqualTo(401);
            assertThat(late.headers().firstValue("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
            assertThat(looking.isAlive(refresher(null).refresh(session))).isTrue();
        }
    }

    @Test
    void confidentialClientLogsInAndRefreshes() {
        try (TestClient client = TestClient.start();
                RealPds mapped = RealPds.start(client.env())) {
            OAuthSession session =
                    PdsLogin.login(mapped, mapped.account(), client.client(), new InMemoryOAuthTokenStore());
            assertThat(session.clientKeyId()).isEqualTo(TestClient.KEY_ID);
            assertThat(new PdsInspector(mapped.pdsUrl()).isAlive(session)).isTrue();
            HttpResponse<String> unproven = new HandClient().tryRefresh(session);
            assertThat(unproven.statusCode()).isEqualTo(400);
            assertThat(unproven.body()).contains("client_assertion");
            OAuthSession renewed =
                    refresher(client.client().keys().orElseThrow()).refresh(session);
            assertThat(new PdsInspector(mapped.pdsUrl()).isAlive(renewed)).isTrue();
        }
    }

    @Test
    void closeEndsTheProcess() {
        RealPds another = RealPds.start();
        ProcessHandle process = another.process();
        assertThat(process.isAlive()).isTrue();
        another.close();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void pdsEndsWithItsParent() throws Exception {
        try (RealPds orphan = RealPds.start()) {
            orphan.closeStdin();
            assertThat(orphan.process().onExit().get(20, TimeUnit.SECONDS).isAlive())
                    .isFalse();
        }
    }
}
