package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.TestClock;
import dev.idiolect.oauth.session.OAuthSession;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A PDS and its authorization server, stricter than the real ones, for what those can't be made to do. It answers as they
 * do and keeps a list of every rule that a client breaks, even where the client gets away with it.
 *
 * <p>Paths in this class's methods are those of URLs ({@code /oauth/token}) or names of XRPC methods
 * ({@code com.atproto.repo.createRecord}).
 */
public final class FakePds implements AutoCloseable {

    public static final String TOKEN = "/oauth/token";
    public static final String PAR = "/oauth/par";
    public static final String REVOKE = "/oauth/revoke";
    public static final String PROTECTED_RESOURCE = "/.well-known/oauth-protected-resource";
    public static final String AUTHORIZATION_SERVER = "/.well-known/oauth-authorization-server";
    public static final String CREATE_RECORD = "com.atproto.repo.createRecord";
    public static final String REFRESH_SESSION = "com.atproto.server.refreshSession";

    /** For {@link #fail(String, int, Fault)}: for ever. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private final TestClock clock = TestClock.running();
    private final FakeSessions sessions = new FakeSessions(clock);
    private final FakeRepo repo = new FakeRepo();
    private final FakeNonces pdsNonces = new FakeNonces();
    private final FakeNonces authNonces;
    private final MiniHttp pds;
    private final MiniHttp auth;
    private final MiniHttp stranger;
    final FakeViolations violations = new FakeViolations();
    final FakeRefreshWatch watch = new FakeRefreshWatch(violations);
    final FaultPlan faults = new FaultPlan();
    final Map<String, Integer> counts = new ConcurrentHashMap<>();
    final CountDownLatch closing = new CountDownLatch(1);
    final FakeAuthServer authServer;
    final FakeXrpc xrpc;

    private FakePds(boolean split) {
        authNonces = split ? new FakeNonces() : pdsNonces;
        FakeProofs proofs = new FakeProofs(clock, violations);
        authServer = new FakeAuthServer(sessions, proofs, authNonces, violations, clock);
        xrpc = new FakeXrpc(sessions, new FakeResource(sessions, proofs, pdsNonces, violations), repo, violations);
        pds = new MiniHttp(clock, new FakeSite(this, pdsNonces, true, !split)::handle);
        auth = split ? new MiniHttp(clock, new FakeSite(this, authNonces, false, true)::handle) : pds;
        stranger = new MiniHttp(clock, this::strange);
    }

    /** A PDS that is its own authorization server. */
    public static FakePds start() {
        return started(new FakePds(false));
    }

    /** A PDS and an authorization server with origins and nonces of their own. */
    public static FakePds startSplit() {
        return started(new FakePds(true));
    }

    private static FakePds started(FakePds fake) {
        Stream.of(fake.pds, fake.auth, fake.stranger).distinct().forEach(MiniHttp::start);
        return fake;
    }

    /** The PDS's origin. */
    public String pdsUrl() {
        return pds.origin();
    }

    /** The authorization server's origin and issuer. */
    public String issuer() {
        return auth.origin();
    }

    /** The origin of a server that nobody has any business with: every request to it is a violation. */
    public String strangerUrl() {
        return stranger.origin();
    }

    /** The servers' clock: their {@code Date}, what they hold a proof's age against, and the tokens' lifetimes. */
    public TestClock clock() {
        return clock;
    }

    /** The nonces of the PDS. */
    public FakeNonces pdsNonces() {
        return pdsNonces;
    }

    /** The nonces of the authorization server; those of the PDS if it is the same server. */
    public FakeNonces authNonces() {
        return authNonces;
    }

    /** Makes an account if there is none, and a DPoP session for it. */
    public OAuthSession session(String did) {
        return session(did, PdsLogin.SCOPE);
    }

    /** Makes an account if there is none, and a DPoP session with the given scope. */
    public OAuthSession session(String did, String scope) {
        String clientId = clientId(PdsLogin.REDIRECT_URI, scope);
        return sessions.dpop(did, pdsUrl(), issuer(), clientId, null, scope);
    }

    /** The development client id for a redirect URI and scope. */
    public static String clientId(String redirectUri, String scope) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("redirect_uri", redirectUri);
        query.put("scope", scope);
        return "http://localhost?" + Wire.form(query);
    }

    /** Makes an account if there is none, and a DPoP session of a confidential client with the given key. */
    public OAuthSession confidentialSession(String did, String clientId, String clientKeyId, DpopKey clientKey) {
        authServer.clientKeys().register(clientId, clientKeyId, clientKey.publicJwk());
        return sessions.dpop(did, pdsUrl(), issuer(), clientId, clientKeyId, PdsLogin.SCOPE);
    }

    /** Makes an account if there is none, and a legacy session for it. */
    public OAuthSession bearerSession(String did) {
        return sessions.bearer(did, pdsUrl());
    }

    /** Makes an account if there is none, to log in with. */
    public TestAccount account(String did) {
        return new TestAccount(did, sessions.handle(did), FakeServerMethods.PASSWORD);
    }

    /** Makes a confidential client known. */
    public void register(String clientId, String clientKeyId, DpopKey clientKey) {
        authServer.clientKeys().register(clientId, clientKeyId, clientKey.publicJwk());
    }

    /** Plays browser and account owner: the parameters that come to the redirect URI after a consent. */
    public Map<String, String> approve(URI authorizationPage, String did) {
        sessions.handle(did);
        return authServer.logins().approve(authorizationPage, did, issuer());
    }

    /** The same after a refusal. */
    public Map<String, String> deny(URI authorizationPage) {
        return authServer.logins().deny(authorizationPage, issuer());
    }

    /** How many sessions of an account are alive. */
    public long liveSessions(String did) {
        return sessions.live(did);
    }

    /** Sets how long access tokens live that are issued from now on. */
    public void setAccessTokenLife(Duration life) {
        sessions.setAccessLife(life);
    }

    /** Sets whether legacy sessions get opaque tokens from now on, not the JWTs that the specification asks for. */
    public void setOpaqueLegacyTokens(boolean opaque) {
        sessions.setOpaqueLegacyTokens(opaque);
    }

    /** Ends all access tokens that have been issued so far; the refresh tokens stay good. */
    public void expireAccessTokens() {
        sessions.expireAccessTokens();
    }

    /** Ends all sessions of an account, as its owner or an operator can. */
    public void endSessions(String did) {
        sessions.endAll(did);
    }

    /** Makes the next request to a path fail; faults for one path happen in the order of these calls. */
    public void fail(String path, Fault fault) {
        fail(path, 1, fault);
    }

    /** Makes the next so many requests to a path fail. */
    public void fail(String path, int times, Fault fault) {
        faults.add(path(path), times, fault);
    }

    /** Takes back the faults of all paths that have not happened yet. */
    public void failNoMore() {
        faults.clear();
    }

    /** How many requests have come to a path, failed ones included. */
    public int requests(String path) {
        return counts.getOrDefault(path(path), 0);
    }

    /** How many OAuth refreshes have succeeded on the server, whatever the client was told. */
    public int refreshes() {
        return authServer.refreshes();
    }

    /** The values of an account's records, in the order of their keys. */
    public List<JsonObject> records(String did) {
        return repo.records(did);
    }

    /** The rules that clients have broken so far, in order. */
    public List<String> violations() {
        return violations.list();
    }

    /** Fails if a client has broken a rule. */
    public void assertNoViolations() {
        if (!violations().isEmpty()) {
            throw new AssertionError("the client broke rules:\n" + String.join("\n", violations()));
        }
    }

    /** Lets go what a fault has silenced, and ends all connections. */
    @Override
    public void close() {
        closing.countDown();
        pds.close();
        auth.close();
        stranger.close();
    }

    /** Whether none of its servers takes connections any more. */
    public boolean isClosed() {
        return Stream.of(pds, auth, stranger).allMatch(MiniHttp::isClosed);
    }

    private static String path(String path) {
        return path.startsWith("/") ? path : "/xrpc/" + path;
    }

    private FakeAnswer strange(FakeRequest request) {
        String what = request.header("Authorization").isPresent() ? " with Authorization" : "";
        violations.add(request, "request to a stranger" + what);
        return FakeAnswer.text(404, "text/plain", "Not Found");
    }
}
