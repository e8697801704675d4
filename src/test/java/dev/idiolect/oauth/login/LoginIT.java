package dev.idiolect.oauth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.login.LoginException.Reason;
import dev.idiolect.oauth.pds.HandClient;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.pds.RealPds;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins and logouts at the real server, with a development client. */
@Timeout(120)
class LoginIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String PASSWORD = "hunter2-login";

    private static RealPds pds;
    private static PdsInspector inspector;
    private static int accounts;

    private final OAuthClient client = PdsLogin.client();
    private final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final LoginFlow flow = new LoginFlow(client, settings(store));

    @BeforeAll
    static void start() {
        pds = RealPds.start(Map.of(RealPds.DPOP_ROTATION_MS, "1000"));
        inspector = new PdsInspector(pds.pdsUrl());
    }

    @AfterAll
    static void stop() {
        pds.close();
    }

    private static TestAccount account() {
        synchronized (LoginIT.class) {
            return pds.createAccount("login" + accounts++ + ".test", PASSWORD);
        }
    }

    private static LoginSettings settings(OAuthTokenStore store) {
        return PdsLogin.settings(pds, store);
    }

    private static Map<String, String> approve(AuthorizationRequest request, TestAccount account) {
        return PdsLogin.approve(pds.pdsUrl(), request.url().toString(), account.handle(), account.password());
    }

    private static OAuthSession login(LoginFlow flow, TestAccount account) {
        return flow.complete(approve(flow.begin(account.handle()), account));
    }

    private static boolean canRefresh(OAuthSession session) {
        return new HandClient().tryRefresh(session).statusCode() == 200;
    }

    private static LoginException failure(Callable<?> call) {
        LoginException[] thrown = new LoginException[1];
        assertThatThrownBy(call::call).isInstanceOfSatisfying(LoginException.class, e -> thrown[0] = e);
        return thrown[0];
    }

    @Test
    void loginByHandleDidOrServerGivesValidSession() {
        TestAccount account = account();
        for (String input : List.of(account.handle(), account.did(), pds.pdsUrl())) {
            OAuthSession session = flow.complete(approve(flow.begin(input), account));
            assertThat(session.did()).isEqualTo(account.did());
            assertThat(session.handle()).isEqualTo(account.handle());
            assertThat(session.pdsUrl()).isEqualTo(pds.pdsUrl());
            assertThat(session.issuer()).isEqualTo(pds.pdsUrl());
            assertThat(session.scope()).isEqualTo(PdsLogin.SCOPE);
            assertThat(store.load(account.did())).contains(session);
            assertThat(inspector.isAlive(session)).isTrue();
        }
    }

    @Test
    void sessionOfLoginIsRefreshed() {
        TestAccount account = account();
        OAuthSession session = login(flow, account);
        Refresher refresher =
                Refresher.builder(new DpopProofFactory()).timeout(TIMEOUT).build();
        OAuthSession refreshed =
                SessionRefresher.builder(store, refresher).build().refresh(account.did());
        assertThat(inspector.isAlive(refreshed)).isTrue();
        assertThat(inspector.isAlive(session)).isFalse();
    }

    @Test
    void anyLoopbackPortIsAccepted() {
        TestAccount account = account();
        AuthorizationRequest request = flow.begin(account.handle(), "http://127.0.0.1:49152/callback");
        assertThat(inspector.isAlive(flow.complete(approve(request, account)))).isTrue();
    }

    @Test
    void secondLoginRevokesFirstSession() {
        TestAccount account = account();
        OAuthSession first = login(flow, account);
        OAuthSession second = login(flow, account);
        await().until(() -> !inspector.isAlive(first));
        assertThat(canRefresh(first)).isFalse();
        assertThat(inspector.isAlive(second)).isTrue();
        assertThat(store.load(account.did())).contains(second);
    }

    @Test
    void logoutRevokesBothTokens() {
        TestAccount account = account();
        OAuthSession session = login(flow, account);
        new Logout(client, settings(store)).logout(account.did());
        assertThat(store.load(account.did())).isEmpty();
        assertThat(inspector.isAlive(session)).isFalse();
        assertThat(canRefresh(session)).isFalse();
    }

    @Test
    void unreachableServerKeepsSessionOnlyIfStrict() {
        OAuthSession session = login(flow, account());
        OAuthSession lost = session.toBuilder()
                .issuer("http://localhost:1")
                .clientKeyId(null)
                .build();
        store.save(lost);
        Logout logout = new Logout(client, settings(store));
        assertThatThrownBy(() -> logout.logout(session.did(), true)).isInstanceOf(LogoutException.class);
        assertThat(store.load(session.did())).contains(lost);
        assertThat(logout.logout(session.did())).isFalse();
        assertThat(store.load(session.did())).isEmpty();
    }

    @Test
    void deniedAuthorizationHasItsOwnReason() {
        TestAccount account = account();
        AuthorizationRequest request = flow.begin(account.handle());
        Map<String, String> callback =
                PdsLogin.deny(pds.pdsUrl(), request.url().toString(), account.handle(), account.password());
        LoginException e = failure(() -> flow.complete(callback));
        assertThat(e.reason()).isEqualTo(Reason.DENIED);
        assertThat(store.load(account.did())).isEmpty();
    }

    @Test
    void callbackCanBeUsedOnce() {
        TestAccount account = account();
        Map<String, String> callback = approve(flow.begin(account.handle()), account);
        OAuthSession session = flow.complete(callback);
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.UNKNOWN_STATE);
        assertThat(inspector.isAlive(session)).isTrue();
    }

    @Test
    void usedCodeIsRefusedWithAnotherState() {
        TestAccount account = account();
        Map<String, String> callback = new HashMap<>(approve(flow.begin(account.handle()), account));
        flow.complete(callback);
        callback.put("state", flow.begin(account.handle()).state());
        LoginException e = failure(() -> flow.complete(callback));
        assertThat(e.reason()).isEqualTo(Reason.REFUSED);
        assertThat(e.error()).contains("invalid_grant");
    }

    @Test
    void callbackOfAnotherIssuerIsRefused() {
        TestAccount account = account();
        Map<String, String> callback = new HashMap<>(approve(flow.begin(account.handle()), account));
        callback.put("iss", "https://evil.example.com");
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
        assertThat(store.load(account.did())).isEmpty();
    }

    @Test
    void loginOfAnotherAccountIsRefused() {
        TestAccount alice = account();
        TestAccount bob = account();
        AuthorizationRequest request = flow.begin(alice.handle());
        Map<String, String> callback = approve(request, bob);
        assertThat(failure(() -> flow.complete(callback)).reason()).isEqualTo(Reason.STATE_OR_ISSUER_MISMATCH);
        assertThat(store.listDids()).isEmpty();
    }

    @Test
    void narrowerScopeIsGrantedAsRequested() {
        OAuthClient lesser = OAuthClient.development(PdsLogin.REDIRECT_URI, "atproto");
        assertThat(login(new LoginFlow(lesser, settings(store)), account()).scope())
                .isEqualTo("atproto");
    }

    @Test
    void loginCompletesInAnotherProcess(@TempDir Path directory) {
        TestAccount account = account();
        Map<String, String> callback;
        try (FilesystemOAuthTokenStore one = FilesystemOAuthTokenStore.open(directory.resolve("files"))) {
            callback = approve(new LoginFlow(client, settings(one)).begin(account.handle()), account);
        }
        try (FilesystemOAuthTokenStore two = FilesystemOAuthTokenStore.open(directory.resolve("files"))) {
            OAuthSession session = new LoginFlow(client, settings(two)).complete(callback);
            assertThat(two.load(account.did())).contains(session);
        }
        try (SqliteOAuthTokenStore one = SqliteOAuthTokenStore.open(directory.resolve("db"))) {
            callback = approve(new LoginFlow(client, settings(one)).begin(account.handle()), account);
        }
        try (SqliteOAuthTokenStore two = SqliteOAuthTokenStore.open(directory.resolve("db"))) {
            OAuthSession session = new LoginFlow(client, settings(two)).complete(callback);
            assertThat(two.load(account.did())).contains(session);
            assertThat(inspector.isAlive(session)).isTrue();
        }
    }

    @Test
    void twentyConcurrentLoginsLeaveOneSession() throws Exception {
        TestAccount account = account();
        List<Callable<OAuthSession>> logins = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            logins.add(() -> login(flow, account));
        }
        List<OAuthSession> sessions = together(logins);
        OAuthSession kept = store.load(account.did()).orElseThrow();
        assertThat(sessions).contains(kept);
        assertThat(inspector.isAlive(kept)).isTrue();
        for (OAuthSession session : sessions) {
            await().until(() -> session.equals(kept) || !inspector.isAlive(session));
        }
        assertThat(canRefresh(kept)).isTrue();
    }

    @Test
    void fiftyConcurrentAccountsGetASessionEach() throws Exception {
        List<Callable<OAuthSession>> logins = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            TestAccount account = account();
            logins.add(() -> login(flow, account));
        }
        List<OAuthSession> sessions = together(logins);
        assertThat(store.listDids()).hasSize(50);
        for (OAuthSession session : sessions) {
            assertThat(store.load(session.did())).contains(session);
            assertThat(inspector.isAlive(session)).isTrue();
        }
    }

    private static List<OAuthSession> together(List<Callable<OAuthSession>> logins) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(logins.size(), 25));
        try {
            List<OAuthSession> sessions = new ArrayList<>();
            for (Future<OAuthSession> login : threads.invokeAll(logins)) {
                sessions.add(login.get(60, TimeUnit.SECONDS));
            }
            return sessions;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void appPasswordSessionIsRefreshedAndDeleted() {
        TestAccount account = account();
        String appPassword = PdsLogin.newAppPassword(pds, account);
        OAuthSession oauth = login(flow, account);
        OAuthSession session = new AppPasswordLogin(client, settings(store)).login(account.handle(), appPassword);
        await().until(() -> !inspector.isAlive(oauth));
        assertThat(inspector.isAlive(session)).isTrue();
        assertThat(session.isBearer()).isTrue();
        assertThat(session.timeUntilExpiry(Clock.systemUTC().instant()))
                .isBetween(Duration.ofMinutes(110), Duration.ofHours(2));
        assertThat(session.refreshExpiresAt())
                .isAfter(Clock.systemUTC().instant().plus(Duration.ofDays(80)));
        Refresher refresher = Refresher.of(new DpopProofFactory());
        OAuthSession refreshed =
                SessionRefresher.builder(store, refresher).build().refresh(account.did());
        new Logout(client, settings(store)).logout(account.did());
        assertThat(store.load(account.did())).isEmpty();
        assertThatThrownBy(() -> refresher.refresh(refreshed)).isInstanceOf(ReauthenticationRequiredException.class);
        assertThat(failure(() -> new AppPasswordLogin(client, settings(store)).login(account.did(), "wrong-password"))
                        .reason())
                .isEqualTo(Reason.WRONG_PASSWORD);
    }
}
