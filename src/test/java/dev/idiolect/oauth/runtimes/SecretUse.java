package dev.idiolect.oauth.runtimes;

import static dev.idiolect.oauth.runtimes.RuntimeFixture.ALICE;
import static dev.idiolect.oauth.runtimes.RuntimeFixture.BOB;
import static dev.idiolect.oauth.testkit.internal.FakePds.CREATE_RECORD;
import static dev.idiolect.oauth.testkit.internal.FakePds.PAR;
import static dev.idiolect.oauth.testkit.internal.FakePds.REFRESH_SESSION;
import static dev.idiolect.oauth.testkit.internal.FakePds.REVOKE;
import static dev.idiolect.oauth.testkit.internal.FakePds.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.pds.DpopKey;
import dev.idiolect.oauth.pds.SentSecrets;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeRequest;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import dev.idiolect.oauth.web.TestBrowser;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Uses every kind of secret in the checked application, with a confidential client, and records the secrets. */
final class SecretUse implements AutoCloseable {

    private static final String CLIENT = "https://app.example.com/oauth/client-metadata.json";
    private static final String KEY_ID = "first";

    private final FakePds fake = FakePds.startSplit();
    private final FakeDirectory plc = FakeDirectory.start();
    private final SentSecrets secrets = SentSecrets.of(fake);
    private final DpopKey clientKey = DpopKey.generate();
    private final Path directory;
    private final TestAccount alice;
    private final TestAccount bob;

    SecretUse(Path directory) {
        this.directory = directory;
        fake.register(CLIENT, KEY_ID, clientKey.publicJwk());
        alice = plc.put(fake, ALICE);
        bob = plc.put(fake, BOB);
        secrets.add("client key", privatePart(clientKey.privateJwk()));
    }

    SentSecrets secrets() {
        return secrets;
    }

    /** Returns the configuration of the application. */
    Map<String, String> config() {
        String jwk = clientKey.privateJwk();
        Map<String, String> config = new HashMap<>();
        config.put(Jdk.OPTIONS, QuickJvm.options());
        config.put("idiolect.oauth.store", "sqlite");
        config.put("idiolect.oauth.store.path", database().toString());
        config.put("idiolect.oauth.client-id", CLIENT);
        config.put("idiolect.oauth.redirect-uri", "https://app.example.com/oauth/callback");
        config.put(
                "idiolect.oauth.client-keys",
                "{\"keys\":[" + jwk.substring(0, jwk.length() - 1) + ",\"kid\":\"" + KEY_ID
                        + "\",\"alg\":\"ES256\"}]}");
        config.put("idiolect.oauth.development", "true");
        config.put("idiolect.oauth.handle-resolver", plc.url());
        config.put("idiolect.oauth.plc-url", plc.url());
        config.put("mixed/mp-rest/url", fake.pdsUrl());
        return config;
    }

    private Path database() {
        return directory.resolve("sessions.db");
    }

    /**
     * Signs in, writes, refreshes and signs out, and lets each of these fail with responses that repeat the request.
     */
    void everything(CheckedApp app) {
        signIn(app);
        signInWithPassword(app);
        write(app);
        refresh(app);
        signOut(app);
    }

    private void signIn(CheckedApp app) {
        TestBrowser browser = new TestBrowser(app.address());
        fake.fail(PAR, echo(400, "invalid_request"));
        assertThat(begin(browser).statusCode()).isEqualTo(500);
        assertThat(callback(browser).statusCode()).isEqualTo(303);
        fake.fail(TOKEN, echo(400, "invalid_grant"));
        assertThat(callback(browser).statusCode()).isEqualTo(502);
        assertThat(callback(browser).statusCode()).isEqualTo(303);
        try (SqliteOAuthTokenStore store = SqliteOAuthTokenStore.open(database())) {
            secrets.add("DPoP key", privatePart(store.load(ALICE).orElseThrow().dpopPrivateKeyJwk()));
        }
    }

    private HttpResponse<String> begin(TestBrowser browser) {
        return browser.post("/oauth/login", Map.of("handle", alice.handle()));
    }

    private HttpResponse<String> callback(TestBrowser browser) {
        HttpResponse<String> begun = begin(browser);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
        browser.cookies.values().forEach(value -> secrets.add("browser secret", value.split("\\.")[0]));
        return browser.get("/oauth/callback", fake.approve(URI.create(TestBrowser.location(begun)), ALICE));
    }

    /** In files, so that the runtime receives no password. */
    private void signInWithPassword(CheckedApp app) {
        String right = file("right", bob.password());
        assertThat(app.call("app-password", BOB, right)).isEqualTo(BOB);
        assertThat(app.tryCall("app-password", BOB, file("wrong", "password-of-another"), BOB)
                        .statusCode())
                .isEqualTo(500);
        assertThat(app.call("app-password", BOB, right)).isEqualTo(BOB);
    }

    private String file(String name, String text) {
        Path file = directory.resolve(name);
        ServerFiles.write(file, text);
        return file.toString();
    }

    private void write(CheckedApp app) {
        for (String did : List.of(ALICE, BOB)) {
            for (String way : List.of("blocking", "stage", "built-blocking", "repo")) {
                fake.expireAccessTokens();
                assertThat(app.call(way, did, way)).startsWith("at://");
                fake.fail(CREATE_RECORD, echo(400, "InvalidRequest"));
                assertThat(app.tryCall(way, did, way, did).statusCode()).isEqualTo(500);
                fake.fail(CREATE_RECORD, Faults.cutConnection());
                app.tryCall(way, did, way, did);
                fake.clearFaults();
            }
        }
    }

    private void refresh(CheckedApp app) {
        for (Map.Entry<String, String> account :
                Map.of(ALICE, TOKEN, BOB, REFRESH_SESSION).entrySet()) {
            fake.expireAccessTokens();
            fake.fail(account.getValue(), echo(503, "temporarily_unavailable"));
            assertThat(app.tryCall("blocking", account.getKey(), "", account.getKey())
                            .statusCode())
                    .isEqualTo(500);
            fake.clearFaults();
        }
    }

    private void signOut(CheckedApp app) {
        fake.fail(REVOKE, echo(400, "invalid_request"));
        HttpResponse<String> out = new TestBrowser(app.address())
                .post("/oauth/logout", Map.of(), "X-User", ALICE, "Sec-Fetch-Site", "same-origin");
        assertThat(out.statusCode()).as(out.body()).isEqualTo(303);
    }

    private static Fault echo(int status, String error) {
        return call -> {
            FakeRequest request = call.request();
            String sent = request.text() + " " + request.headers();
            return Faults.status(
                            status,
                            Jsons.object("error", error, "error_description", sent, "message", sent)
                                    .toString(),
                            "X-Echo",
                            String.join(" ", request.all("Authorization")) + " "
                                    + String.join(" ", request.all("DPoP")))
                    .apply(call);
        };
    }

    private static String privatePart(String jwk) {
        return Jsons.parse(jwk).getString("d");
    }

    @Override
    public void close() {
        fake.close();
        plc.close();
    }
}
