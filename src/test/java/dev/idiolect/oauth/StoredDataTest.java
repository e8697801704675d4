package dev.idiolect.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.StoredData.Backing;
import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.pds.DpopKey;
import dev.idiolect.oauth.pds.HandClient;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.TestClient;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.testkit.internal.TestClock;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions and pending logins that an earlier version stored are read, whole. */
@Timeout(60)
class StoredDataTest {

    private static final String ALICE = "did:plc:z72i7hdynmk6r22z27h6tvur";
    private static final String BOB = "did:web:bob.example.com%3A8443";
    private static final String CAROL = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final String KEY_OF_ALICE = """
        {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",\
        "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}\
        """;
    private static final String KEY_OF_BOB = """
        {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",\
        "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}\
        """;

    /** The account of the pending logins, and how far in the future they expire. */
    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";

    private static final Duration UNTIL_EXPIRY = Duration.ofDays(365 * 81);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final FakePds fake = FakePds.startSplit();
    private final FakeDirectory plc = FakeDirectory.start();
    private final TestClock clock = TestClock.running();

    @AfterEach
    void stop() {
        fake.close();
        plc.close();
    }

    @ParameterizedTest
    @EnumSource
    void sessionsAreReadWhole(Backing backing) throws Exception {
        StoredData data = StoredData.copy(backing, directory);
        try (StoredData.Open open = data.open()) {
            OAuthTokenStore store = open.store();
            assertThat(store.listDids()).containsExactly(CAROL, ALICE, BOB);
            assertThat(fields(store, ALICE))
                    .containsExactlyInAnyOrderEntriesOf(with(
                            ofAlice(),
                            "issuer",
                            "https://auth.example.com",
                            "clientId",
                            PdsLogin.client().clientId()));
            assertThat(fields(store, BOB)).containsExactlyInAnyOrderEntriesOf(ofBob());
            assertThat(fields(store, CAROL)).containsExactlyInAnyOrderEntriesOf(ofCarol());
        }
    }

    @Test
    void sessionsOfTheRustCrateAreReadWhole() throws Exception {
        StoredData.copyTree("rust", directory);
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(directory)) {
            assertThat(store.listDids()).containsExactly(CAROL, ALICE);
            assertThat(fields(store, ALICE)).containsExactlyInAnyOrderEntriesOf(ofAlice());
            assertThat(fields(store, CAROL))
                    .containsExactlyInAnyOrderEntriesOf(with(
                            new LinkedHashMap<>(),
                            "did",
                            CAROL,
                            "pdsUrl",
                            "https://pds.example.com",
                            "accessJwt",
                            "fake-access-token-2",
                            "refreshJwt",
                            "fake-refresh-token-2",
                            "dpopPrivateKeyJwk",
                            "",
                            "tokenType",
                            "Bearer",
                            "issuedAt",
                            Instant.parse("2026-11-26T10:00:00Z"),
                            "expiresAt",
                            Instant.parse("2026-11-26T12:00:00Z")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void storedSessionsAreReplacedAndDeleted(Backing backing) throws Exception {
        StoredData data = StoredData.copy(backing, directory);
        try (StoredData.Open open = data.open()) {
            OAuthSession changed = open.store().load(ALICE).orElseThrow().toBuilder()
                    .dpopNonce("newer")
                    .build();
            open.store().save(changed);
            open.store().delete(BOB);
        }
        try (StoredData.Open open = data.open()) {
            assertThat(open.store().load(ALICE).orElseThrow().dpopNonce()).isEqualTo("newer");
            assertThat(open.store().listDids()).containsExactly(CAROL, ALICE);
        }
    }

    @ParameterizedTest
    @CsvSource({"FILESYSTEM,public", "FILESYSTEM,confidential", "SQLITE,public", "SQLITE,confidential"})
    void pendingLoginsCanBeCompleted(Backing backing, String kind) throws Exception {
        StoredData data = StoredData.copy(backing, directory);
        String state = data.state(kind);
        Map<String, String> callback = approved(data, state);
        JsonObject login = data.pendingLogin(state);
        try (StoredData.Open open = data.open()) {
            LoginFlow flow = flow(open.store(), kind);
            OAuthSession session = flow.complete(callback);
            assertThat(open.store().load(DID)).contains(session);
            assertThat(session.did()).isEqualTo(DID);
            assertThat(session.issuer()).isEqualTo(fake.issuer());
            assertThat(session.clientId()).isEqualTo(login.getString("clientId"));
            assertThat(session.clientKeyId()).isEqualTo(login.getString("clientKeyId", null));
            assertThat(Jsons.parse(session.dpopPrivateKeyJwk())).isEqualTo(Jsons.parse(login.getString("dpopKey")));
            assertThat(new PdsInspector(fake.pdsUrl()).isAlive(session)).isTrue();
            assertThatThrownBy(() -> flow.complete(callback)).isInstanceOf(LoginException.class);
        }
        fake.assertNoViolations();
    }

    @ParameterizedTest
    @EnumSource
    void pendingLoginsKnowWhereTokensAreRevoked(Backing backing) throws Exception {
        StoredData data = StoredData.copy(backing, directory);
        Map<String, String> callback = approved(data, data.state("public"));
        fake.fail(FakePds.TOKEN, Faults.challenge());
        fake.fail(FakePds.TOKEN, Faults.remove("scope"));
        fake.fail(FakePds.AUTHORIZATION_SERVER, FakePds.ALWAYS, Faults.status(503, ""));
        try (StoredData.Open open = data.open()) {
            LoginFlow flow = flow(open.store(), "public");
            assertThatThrownBy(() -> flow.complete(callback)).isInstanceOf(LoginException.class);
        }
        assertThat(fake.requests(FakePds.REVOKE)).isPositive();
        assertThat(fake.liveSessions(DID)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void pendingLoginsKnowWhichAccountTheyAreFor(Backing backing) throws Exception {
        StoredData data = StoredData.copy(backing, directory);
        Map<String, String> callback = approved(data, data.state("public"));
        plc.put(fake, CAROL);
        fake.fail(FakePds.TOKEN, Faults.challenge());
        fake.fail(FakePds.TOKEN, Faults.set("sub", CAROL));
        try (StoredData.Open open = data.open()) {
            LoginFlow flow = flow(open.store(), "public");
            assertThatThrownBy(() -> flow.complete(callback))
                    .isInstanceOf(LoginException.class)
                    .hasMessageContainingAll(DID, CAROL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pendingLoginsExpire(Backing backing) throws Exception {
        StoredData data = StoredData.copy(backing, directory);
        Map<String, String> callback = approved(data, data.state("public"));
        clock.setOffset(UNTIL_EXPIRY);
        try (StoredData.Open open = data.open()) {
            LoginFlow flow = flow(open.store(), "public");
            assertThatThrownBy(() -> flow.complete(callback)).isInstanceOf(LoginException.class);
        }
        assertThat(fake.requests(FakePds.TOKEN)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void secretsOfBrowsersStillMatch(Backing backing) throws Exception {
        StoredData data = StoredData.copy(backing, directory);
        for (String kind : List.of("public", "confidential")) {
            assertThat(AuthorizationRequest.matches(data.browserSecret(kind), data.state(kind)))
                    .isTrue();
        }
        assertThat(AuthorizationRequest.matches(data.browserSecret("public"), data.state("confidential")))
                .isFalse();
    }

    private LoginFlow flow(OAuthTokenStore store, String kind) throws Exception {
        OAuthClient client = kind.equals("public")
                ? PdsLogin.client()
                : OAuthClient.builder(TestClient.CLIENT_ID)
                        .redirectUri(TestClient.REDIRECT_URI)
                        .keys(ClientKeys.parse(StoredData.clientKeys()))
                        .build();
        LoginSettings context = LoginSettings.builder(store)
                .identities(IdentityResolver.builder()
                        .handleResolver(plc.url())
                        .plcUrl(plc.url())
                        .timeout(TIMEOUT)
                        .development(true)
                        .clock(clock)
                        .build())
                .proofs(new DpopProofFactory(new DpopNonces(), null, clock))
                .timeout(TIMEOUT)
                .development(true)
                .clock(clock)
                .build();
        return new LoginFlow(client, context);
    }

    /** Moves the pending logins to the fake, begins one of them there, and approves it. */
    private Map<String, String> approved(StoredData data, String state) throws Exception {
        plc.put(fake, DID);
        data.movePendingLogins(fake.issuer());
        JsonObject login = data.pendingLogin(state);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("response_type", "code");
        form.put("client_id", login.getString("clientId"));
        form.put("redirect_uri", login.getString("redirectUri"));
        form.put("scope", PdsLogin.SCOPE);
        form.put("state", state);
        form.put("code_challenge", DpopKey.sha256(login.getString("verifier")));
        form.put("code_challenge_method", "S256");
        DpopKey clientKey = DpopKey.of(Jsons.parse(StoredData.clientKeys())
                .getJsonArray("keys")
                .getJsonObject(0)
                .toString());
        boolean confidential = login.containsKey("clientKeyId");
        if (confidential) {
            fake.register(login.getString("clientId"), login.getString("clientKeyId"), clientKey.publicJwk());
        }
        JsonObject pushed = Wire.json(
                201, new HandClient().form(DpopKey.of(login.getString("dpopKey")), fake.issuer() + FakePds.PAR, () -> {
                            if (confidential) {
                                form.putAll(assertion(login, clientKey));
                            }
                            return form;
                        }));
        Map<String, String> page = new LinkedHashMap<>();
        page.put("client_id", login.getString("clientId"));
        page.put("request_uri", pushed.getString("request_uri"));
        return fake.approve(URI.create(fake.issuer() + "/oauth/authorize?" + Wire.form(page)), DID);
    }

    private Map<String, String> assertion(JsonObject login, DpopKey clientKey) {
        String client = login.getString("clientId");
        return Map.of(
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                clientKey.sign(
                        Jsons.object("alg", "ES256", "kid", login.getString("clientKeyId")),
                        Jsons.object(
                                "iss",
                                client,
                                "sub",
                                client,
                                "aud",
                                fake.issuer(),
                                "jti",
                                DpopKey.random(16),
                                "iat",
                                Instant.now().getEpochSecond())));
    }

    /** What the Rust crate keeps of the session of Alice. */
    private static Map<String, Object> ofAlice() {
        return with(
                new LinkedHashMap<>(),
                "did",
                ALICE,
                "pdsUrl",
                "https://pds.example.com",
                "accessJwt",
                "fake-access-token-1",
                "refreshJwt",
                "fake-refresh-token-1",
                "dpopPrivateKeyJwk",
                KEY_OF_ALICE,
                "dpopNonce",
                "fake-nonce-1",
                "tokenType",
                "DPoP",
                "scope",
                "atproto transition:generic",
                "handle",
                "alice.example.com",
                "issuedAt",
                Instant.parse("2026-11-26T10:00:00.123456789Z"),
                "expiresAt",
                Instant.parse("2026-11-26T11:00:00.123456789Z"),
                "refreshExpiresAt",
                Instant.parse("2027-02-24T10:00:00Z"));
    }

    private static Map<String, Object> ofBob() {
        return with(
                new LinkedHashMap<>(),
                "did",
                BOB,
                "pdsUrl",
                "https://bob.example.com:8443",
                "accessJwt",
                "fake-access-token-2",
                "refreshJwt",
                "fake-refresh-token-2",
                "dpopPrivateKeyJwk",
                KEY_OF_BOB,
                "tokenType",
                "DPoP",
                "scope",
                "atproto repo:app.bsky.feed.post?action=create",
                "handle",
                "bob.example.com",
                "issuedAt",
                Instant.parse("2026-11-26T10:00:00Z"),
                "expiresAt",
                Instant.parse("2026-11-26T10:30:00Z"),
                "issuer",
                "https://auth.example.com",
                "clientId",
                "https://app.example.com/client-metadata.json",
                "clientKeyId",
                "key-1");
    }

    private static Map<String, Object> ofCarol() {
        return with(
                new LinkedHashMap<>(),
                "did",
                CAROL,
                "pdsUrl",
                "https://pds.example.com",
                "accessJwt",
                "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJmYWtlIn0.ZmFrZS1hY2Nlc3M",
                "refreshJwt",
                "eyJ0eXAiOiJyZWZyZXNoK2p3dCIsImFsZyI6IkhTMjU2In0.eyJzdWIiOiJmYWtlIn0.ZmFrZS1yZWZyZXNo",
                "dpopPrivateKeyJwk",
                "",
                "tokenType",
                "Bearer",
                "handle",
                "carol.example.com",
                "issuedAt",
                Instant.parse("2026-11-26T10:00:00.5Z"),
                "expiresAt",
                Instant.parse("2026-11-26T12:00:00.5Z"),
                "refreshExpiresAt",
                Instant.parse("2027-02-24T10:00:00.5Z"));
    }

    /** All fields of a stored session but those that are null. */
    private static Map<String, Object> fields(OAuthTokenStore store, String did) {
        OAuthSession session = store.load(did).orElseThrow();
        return with(
                new LinkedHashMap<>(),
                "did",
                session.did(),
                "pdsUrl",
                session.pdsUrl(),
                "accessJwt",
                session.accessJwt(),
                "refreshJwt",
                session.refreshJwt(),
                "dpopPrivateKeyJwk",
                session.dpopPrivateKeyJwk(),
                "dpopNonce",
                session.dpopNonce(),
                "tokenType",
                session.tokenType(),
                "scope",
                session.scope(),
                "handle",
                session.handle(),
                "issuedAt",
                session.issuedAt(),
                "expiresAt",
                session.expiresAt(),
                "refreshExpiresAt",
                session.refreshExpiresAt(),
                "issuer",
                session.issuer(),
                "clientId",
                session.clientId(),
                "clientKeyId",
                session.clientKeyId(),
                "signedInAt",
                session.signedInAt());
    }

    private static Map<String, Object> with(Map<String, Object> map, Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                map.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return map;
    }
}
