package dev.idiolect.oauth.testkit.internal;

import dev.idiolect.oauth.dpop.DpopKey;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The fake's accounts, sessions and tokens. */
final class FakeSessions {

    /** A session on the server. */
    static final class Entry {

        final String did;
        final String handle;
        final String thumbprint;
        final String clientId;
        final String clientKeyId;
        final String scope;
        private String refreshToken;
        private String accessToken;
        private boolean ended;
        private boolean endUnknown;
        private boolean endedByOwner;

        private Entry(String did, String handle, String thumbprint, String clientId, String clientKeyId, String scope) {
            this.did = did;
            this.handle = handle;
            this.thumbprint = thumbprint;
            this.clientId = clientId;
            this.clientKeyId = clientKeyId;
            this.scope = scope;
        }

        boolean isBearer() {
            return thumbprint == null;
        }
    }

    /** One generation of tokens. */
    record Tokens(String access, String refresh, Instant accessExpires) {}

    private record Access(Entry session, Instant expires, boolean rotatedOut) {}

    /** The lifetime of refresh tokens of legacy sessions, as on the real PDS. */
    static final Duration LEGACY_REFRESH_LIFE = Duration.ofDays(90);

    private final Clock clock;
    private final FakeJwts jwts = new FakeJwts();
    private final Map<String, Access> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, Entry> refreshTokens = new ConcurrentHashMap<>();
    private final Map<String, String> handles = new ConcurrentHashMap<>();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Set<String> deactivated = ConcurrentHashMap.newKeySet();
    private volatile Duration accessLifetime = Duration.ofHours(1);
    private volatile boolean opaqueLegacyTokens;

    FakeSessions(Clock clock) {
        this.clock = clock;
    }

    void setAccessLifetime(Duration lifetime) {
        accessLifetime = lifetime;
    }

    Duration accessLifetime() {
        return accessLifetime;
    }

    void setOpaqueLegacyTokens(boolean opaque) {
        opaqueLegacyTokens = opaque;
    }

    String handle(String did) {
        return handles.computeIfAbsent(did, unknown -> "user" + (handles.size() + 1) + ".test");
    }

    /** Creates an account, or changes its handle and password. */
    void register(TestAccount account) {
        handles.put(account.did(), account.handle());
        passwords.put(account.did(), account.password());
    }

    String password(String did) {
        return passwords.getOrDefault(did, FakeServerMethods.PASSWORD);
    }

    /** Deactivates an account, as its owner does after a move. */
    void deactivate(String did) {
        deactivated.add(did);
    }

    boolean isDeactivated(String did) {
        return deactivated.contains(did);
    }

    /** Returns the DID of the account with this handle or DID and this password. */
    Optional<String> signIn(String name, String password) {
        return account(name).filter(did -> password(did).equals(password));
    }

    /** Returns the accounts. */
    List<TestAccount> accounts() {
        return handles.entrySet().stream()
                .map(account -> new TestAccount(account.getKey(), account.getValue(), password(account.getKey())))
                .sorted(Comparator.comparing(TestAccount::handle))
                .toList();
    }

    /** Returns the DID of an account with this DID or handle. */
    Optional<String> account(String repo) {
        return handles.entrySet().stream()
                .filter(account ->
                        account.getKey().equals(repo) || account.getValue().equalsIgnoreCase(repo))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    OAuthSession dpop(String did, String origin, String issuer, String clientId, String clientKeyId, String scope) {
        DpopKey key = DpopKey.generate();
        Entry session = new Entry(did, handle(did), key.thumbprint(), clientId, clientKeyId, scope);
        Tokens tokens = rotate(session);
        return OAuthSession.builder()
                .did(did)
                .pdsUrl(origin)
                .accessJwt(tokens.access())
                .refreshJwt(tokens.refresh())
                .dpopPrivateKeyJwk(key.privateJwk())
                .issuedAt(clock.instant())
                .expiresAt(tokens.accessExpires())
                .tokenType(OAuthSession.DPOP)
                .scope(scope)
                .handle(session.handle)
                .issuer(issuer)
                .clientId(clientId)
                .clientKeyId(clientKeyId)
                .build();
    }

    /** Starts a session for a login. */
    Entry start(String did, String thumbprint, String clientId, String clientKeyId, String scope) {
        return new Entry(did, handle(did), thumbprint, clientId, clientKeyId, scope);
    }

    /** Returns the number of live sessions of an account. */
    synchronized long live(String did) {
        return refreshTokens.values().stream()
                .distinct()
                .filter(session -> session.did.equals(did) && !session.ended)
                .count();
    }

    OAuthSession bearer(String did, String origin) {
        Entry session = new Entry(did, handle(did), null, null, null, null);
        Tokens tokens = rotate(session);
        return OAuthSession.builder()
                .did(did)
                .pdsUrl(origin)
                .accessJwt(tokens.access())
                .refreshJwt(tokens.refresh())
                .issuedAt(clock.instant())
                .expiresAt(tokens.accessExpires())
                .tokenType(OAuthSession.BEARER)
                .handle(session.handle)
                .build();
    }

    /** Issues new tokens. An old DPoP access token becomes invalid at once. */
    synchronized Tokens rotate(Entry session) {
        if (session.accessToken != null && !session.isBearer()) {
            accessTokens.put(session.accessToken, new Access(session, Instant.MIN, true));
        }
        boolean jwt = session.isBearer() && !opaqueLegacyTokens;
        Instant now = clock.instant();
        session.accessToken = jwt ? jwts.access(session.did, now, accessLifetime) : "acc-" + FakeSecrets.random(24);
        session.refreshToken =
                jwt ? jwts.refresh(session.did, now, LEGACY_REFRESH_LIFE) : "ref-" + FakeSecrets.random(24);
        Instant expires = now.plus(accessLifetime);
        accessTokens.put(session.accessToken, new Access(session, expires, false));
        refreshTokens.put(session.refreshToken, session);
        return new Tokens(session.accessToken, session.refreshToken, expires);
    }

    /** Ends a session: its tokens become invalid, except the access token of a bearer session. */
    synchronized void end(Entry session) {
        session.ended = true;
    }

    synchronized void endAll(String did) {
        refreshTokens.values().stream()
                .filter(session -> session.did.equals(did) && !session.ended)
                .forEach(session -> {
                    end(session);
                    session.endUnknown = true;
                    session.endedByOwner = true;
                });
    }

    /** Returns whether the account's owner has ended the session of a refresh token. */
    synchronized boolean wasEndedByOwner(String refreshToken) {
        Entry session = refreshTokens.get(refreshToken);
        return session != null && session.endedByOwner;
    }

    /** Returns whether a client learns only now that the account's owner has ended its session. */
    synchronized boolean tellsEnd(String refreshToken) {
        Entry session = refreshTokens.get(refreshToken);
        boolean tells = session != null && session.endUnknown && isCurrent(session, refreshToken);
        if (tells) {
            session.endUnknown = false;
        }
        return tells;
    }

    void expireAccessTokens() {
        accessTokens.replaceAll((token, access) -> new Access(access.session(), Instant.MIN, access.rotatedOut()));
    }

    Optional<Entry> byAccess(String token) {
        return Optional.ofNullable(accessTokens.get(token)).map(Access::session);
    }

    synchronized boolean isLive(String accessToken) {
        Access access = accessTokens.get(accessToken);
        return access != null
                && (access.session().isBearer() || !access.session().ended)
                && clock.instant().isBefore(access.expires());
    }

    /** Returns whether an access token has expired and was not invalidated before. */
    synchronized boolean isExpired(String accessToken) {
        Access access = accessTokens.get(accessToken);
        return access != null && !access.rotatedOut() && !access.session().ended && !isLive(accessToken);
    }

    /** Returns the session of a refresh token of any generation, unless it has ended. */
    synchronized Optional<Entry> byRefresh(String token) {
        return Optional.ofNullable(refreshTokens.get(token)).filter(session -> !session.ended);
    }

    boolean wasRefresh(String token) {
        return refreshTokens.containsKey(token);
    }

    synchronized boolean isCurrent(Entry session, String refreshToken) {
        return refreshToken.equals(session.refreshToken);
    }
}
