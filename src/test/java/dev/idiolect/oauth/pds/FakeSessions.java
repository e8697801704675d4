package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.session.OAuthSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The fake's accounts, sessions and tokens. */
final class FakeSessions {

    /** A session as the server sees it. */
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

    /** How long the refresh token of a legacy session lives, as at the real PDS. */
    static final Duration LEGACY_REFRESH_LIFE = Duration.ofDays(90);

    private final Clock clock;
    private final FakeJwts jwts = new FakeJwts();
    private final Map<String, Access> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, Entry> refreshTokens = new ConcurrentHashMap<>();
    private final Map<String, String> handles = new ConcurrentHashMap<>();
    private volatile Duration accessLife = Duration.ofHours(1);
    private volatile boolean opaqueLegacyTokens;

    FakeSessions(Clock clock) {
        this.clock = clock;
    }

    void setAccessLife(Duration life) {
        accessLife = life;
    }

    Duration accessLife() {
        return accessLife;
    }

    void setOpaqueLegacyTokens(boolean opaque) {
        opaqueLegacyTokens = opaque;
    }

    String handle(String did) {
        return handles.computeIfAbsent(did, unknown -> "user" + (handles.size() + 1) + ".test");
    }

    /** The DID of an account that is named by its DID or handle. */
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

    /** A session for tokens that a login gives. */
    Entry begin(String did, String thumbprint, String clientId, String clientKeyId, String scope) {
        return new Entry(did, handle(did), thumbprint, clientId, clientKeyId, scope);
    }

    /** How many sessions of an account have not ended. */
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

    /** New tokens; the old access token dies at once if it is a DPoP token. */
    synchronized Tokens rotate(Entry session) {
        if (session.accessToken != null && !session.isBearer()) {
            accessTokens.put(session.accessToken, new Access(session, Instant.MIN, true));
        }
        boolean jwt = session.isBearer() && !opaqueLegacyTokens;
        Instant now = clock.instant();
        session.accessToken = jwt ? jwts.access(session.did, now, accessLife) : "acc-" + DpopKey.random(24);
        session.refreshToken = jwt ? jwts.refresh(session.did, now, LEGACY_REFRESH_LIFE) : "ref-" + DpopKey.random(24);
        Instant expires = now.plus(accessLife);
        accessTokens.put(session.accessToken, new Access(session, expires, false));
        refreshTokens.put(session.refreshToken, session);
        return new Tokens(session.accessToken, session.refreshToken, expires);
    }

    /** Ends a session: neither of its tokens is good any more, but for a bearer session's access token. */
    synchronized void end(Entry session) {
        session.ended = true;
    }

    synchronized void endAll(String did) {
        refreshTokens.values().stream()
                .filter(session -> session.did.equals(did))
                .forEach(this::end);
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

    /** Whether an access token has reached its end, and not been ended before. */
    synchronized boolean isExpired(String accessToken) {
        Access access = accessTokens.get(accessToken);
        return access != null && !access.rotatedOut() && !access.session().ended && !isLive(accessToken);
    }

    /** The session that a refresh token of any generation belongs to, unless it has ended. */
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
