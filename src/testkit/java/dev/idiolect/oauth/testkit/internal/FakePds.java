package dev.idiolect.oauth.testkit.internal;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A fake PDS with its authorization server, for faults that the real ones cannot produce. It responds like the real ones, is
 * stricter, and lists every violation of a protocol rule, even if the real server would accept it.
 *
 * <p>Paths in this class's methods are those of URLs ({@code /oauth/token}) or names of XRPC methods
 * ({@code com.atproto.repo.createRecord}).
 */
public final class FakePds implements AutoCloseable {

    public static final String TOKEN = "/oauth/token";
    public static final String PAR = "/oauth/par";
    public static final String AUTHORIZE = "/oauth/authorize";
    public static final String REVOKE = "/oauth/revoke";
    public static final String PROTECTED_RESOURCE = "/.well-known/oauth-protected-resource";
    public static final String AUTHORIZATION_SERVER = "/.well-known/oauth-authorization-server";
    public static final String CREATE_RECORD = "com.atproto.repo.createRecord";
    public static final String REFRESH_SESSION = "com.atproto.server.refreshSession";

    /** The scope of sessions that name none. */
    public static final String SCOPE = "atproto transition:generic";

    private static final String REDIRECT_URI = "http://127.0.0.1/callback";

    /** For {@link #fail(String, int, Fault)}: every request. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private final TestClock clock;
    private final FakeSessions sessions;
    private final FakeRepo repo = new FakeRepo();
    private final FakeNonces pdsNonces = new FakeNonces();
    private final FakeNonces authNonces;
    private final MiniHttp pds;
    private final MiniHttp auth;
    private final MiniHttp forbidden;
    final FakeViolations violations;
    final FakeRefreshWatch watch;
    final FaultPlan faults;
    final Map<String, Integer> counts = new ConcurrentHashMap<>();
    final CountDownLatch closing = new CountDownLatch(1);
    volatile BiConsumer<FakeRequest, FakeResponse> observer = (request, response) -> {};
    final FakeAuthServer authServer;
    final FakeXrpc xrpc;

    private FakePds(boolean split, int port, TestClock clock, FakeViolations violations, FaultPlan faults) {
        this.clock = clock;
        this.violations = violations;
        this.faults = faults;
        sessions = new FakeSessions(clock);
        watch = new FakeRefreshWatch(violations);
        authNonces = split ? new FakeNonces() : pdsNonces;
        FakeProofs proofs = new FakeProofs(clock, violations);
        authServer = new FakeAuthServer(sessions, proofs, authNonces, violations, clock);
        xrpc = new FakeXrpc(sessions, new FakeResource(sessions, proofs, pdsNonces, violations), repo, violations);
        pds = new MiniHttp(port, clock, new FakeSite(this, pdsNonces, true, !split)::handle);
        auth = split ? new MiniHttp(clock, new FakeSite(this, authNonces, false, true)::handle) : pds;
        forbidden = new MiniHttp(clock, this::forbid);
    }

    /** Starts a PDS that is its own authorization server. */
    public static FakePds start() {
        return start(0);
    }

    /** Starts a PDS on a port, or on a free one if it is 0. */
    static FakePds start(int port) {
        return started(new FakePds(false, port, TestClock.running(), new FakeViolations(), new FaultPlan()));
    }

    /** Starts another PDS that shares the clock, the violations and the planned faults of this one. */
    FakePds startAnother() {
        return started(new FakePds(false, 0, clock, violations, faults));
    }

    /** Starts a PDS and an authorization server with separate origins and nonces. */
    public static FakePds startSplit() {
        return started(new FakePds(true, 0, TestClock.running(), new FakeViolations(), new FaultPlan()));
    }

    private static FakePds started(FakePds fake) {
        Stream.of(fake.pds, fake.auth, fake.forbidden).distinct().forEach(MiniHttp::start);
        return fake;
    }

    /** Returns the PDS's origin. */
    public String pdsUrl() {
        return pds.origin();
    }

    /** Returns the authorization server's origin, which is its issuer. */
    public String issuer() {
        return auth.origin();
    }

    /** Returns the origin of a server to which every request is a violation. */
    public String forbiddenUrl() {
        return forbidden.origin();
    }

    /** Returns the servers' clock, for the {@code Date} header, the age of proofs and the lifetimes of tokens. */
    public TestClock clock() {
        return clock;
    }

    /** Returns the nonces of the PDS. */
    public FakeNonces pdsNonces() {
        return pdsNonces;
    }

    /** Returns the nonces of the authorization server; those of the PDS if it is the same server. */
    public FakeNonces authNonces() {
        return authNonces;
    }

    /** Creates a DPoP session, and the account if needed. */
    public OAuthSession session(String did) {
        return session(did, SCOPE);
    }

    /** Creates a DPoP session with a scope, and the account if needed. */
    public OAuthSession session(String did, String scope) {
        String clientId = clientId(REDIRECT_URI, scope);
        return sessions.dpop(did, pdsUrl(), issuer(), clientId, null, scope);
    }

    /** Returns the development client id for a redirect URI and scope. */
    public static String clientId(String redirectUri, String scope) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("redirect_uri", redirectUri);
        query.put("scope", scope);
        return "http://localhost?" + Forms.encode(query);
    }

    /** Creates a DPoP session of a confidential client, and the account if needed. */
    public OAuthSession confidentialSession(String did, String clientId, String clientKeyId, JsonObject publicJwk) {
        authServer.clientKeys().register(clientId, clientKeyId, publicJwk);
        return sessions.dpop(did, pdsUrl(), issuer(), clientId, clientKeyId, SCOPE);
    }

    /** Creates a legacy session, and the account if needed. */
    public OAuthSession bearerSession(String did) {
        return sessions.bearer(did, pdsUrl());
    }

    /** Creates an account for logins if needed. */
    public TestAccount account(String did) {
        return new TestAccount(did, sessions.handle(did), sessions.password(did));
    }

    /** Registers a confidential client. */
    public void register(String clientId, String clientKeyId, JsonObject publicJwk) {
        authServer.clientKeys().register(clientId, clientKeyId, publicJwk);
    }

    /** Creates an account, or changes its handle and password. */
    void register(TestAccount account) {
        sessions.register(account);
    }

    List<TestAccount> accounts() {
        return sessions.accounts();
    }

    /** Moves an account with its repository to another PDS. Here it is deactivated. */
    void moveTo(FakePds target, TestAccount account) {
        target.register(account);
        repo.copyTo(target.repo, account.did());
        sessions.deactivate(account.did());
    }

    /** Returns the redirect URI of an authorization request that waits for the user. */
    public Optional<String> redirectUri(URI authorizationPage) {
        return authServer.logins().waiting(authorizationPage).map(form -> form.get("redirect_uri"));
    }

    /** Approves an authorization request and returns the parameters for the redirect URI. */
    public Map<String, String> approve(URI authorizationPage, String did) {
        sessions.handle(did);
        return authServer.logins().approve(authorizationPage, did, issuer());
    }

    /** Denies an authorization request and returns the parameters for the redirect URI. */
    public Map<String, String> deny(URI authorizationPage) {
        return authServer.logins().deny(authorizationPage, issuer());
    }

    /** Returns the number of live sessions of an account. */
    public long liveSessions(String did) {
        return sessions.live(did);
    }

    /** Sets the lifetime of access tokens that are issued from now on. */
    public void setAccessTokenLifetime(Duration lifetime) {
        sessions.setAccessLifetime(lifetime);
    }

    /** Sets whether legacy sessions get opaque tokens from now on, instead of the JWTs of the specification. */
    public void setOpaqueLegacyTokens(boolean opaque) {
        sessions.setOpaqueLegacyTokens(opaque);
    }

    /** Invalidates all access tokens issued so far; the refresh tokens stay valid. */
    public void expireAccessTokens() {
        sessions.expireAccessTokens();
    }

    /** Ends all sessions of an account, like its user or an operator. */
    public void endSessions(String did) {
        sessions.endAll(did);
    }

    /** Makes the next request to a path fail; faults for one path happen in the order of these calls. */
    public void fail(String path, Fault fault) {
        fail(path, 1, fault);
    }

    /** Makes the next requests to a path fail, as often as given. */
    public void fail(String path, int times, Fault fault) {
        faults.add(path(path), times, fault);
    }

    /** Passes every request and its response to an observer, from now on. */
    public void observe(BiConsumer<FakeRequest, FakeResponse> each) {
        observer = each;
    }

    /** Cancels all planned faults. */
    public void clearFaults() {
        faults.clear();
    }

    /** Returns the number of requests to a path, including failed ones. */
    public int requests(String path) {
        return counts.getOrDefault(path(path), 0);
    }

    /** Returns the number of OAuth refreshes that succeeded on the server, even if the client got an error. */
    public int refreshes() {
        return authServer.refreshes();
    }

    /** Returns the values of an account's records, in the order of their keys. */
    public List<JsonObject> records(String did) {
        return repo.records(did);
    }

    /** Returns the values of a collection, in the order of their keys. */
    List<JsonObject> records(String did, String collection) {
        return repo.records(did, collection);
    }

    /** Returns the violations so far, in order. */
    public List<String> violations() {
        return violations.list();
    }

    /** Fails if there is a violation. */
    public void assertNoViolations() {
        if (!violations().isEmpty()) {
            throw new AssertionError("the client violated rules:\n" + String.join("\n", violations()));
        }
    }

    /** Releases silent requests and closes all connections. */
    @Override
    public void close() {
        closing.countDown();
        pds.close();
        auth.close();
        forbidden.close();
    }

    /** Returns whether all of its servers are closed. */
    public boolean isClosed() {
        return Stream.of(pds, auth, forbidden).allMatch(MiniHttp::isClosed);
    }

    private static String path(String path) {
        return path.startsWith("/") ? path : "/xrpc/" + path;
    }

    private FakeResponse forbid(FakeRequest request) {
        String what = request.header("Authorization").isPresent() ? " with Authorization" : "";
        violations.add(request, "request to a forbidden server" + what);
        return FakeResponse.text(404, "text/plain", "Not Found");
    }
}
