package dev.idiolect.oauth.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session that is being copied, some of its parts changed. By name: among fifteen arguments, most of them strings, two
 * that changed places would go unnoticed.
 */
final class SessionCopy {

    private final OAuthSession original;
    String accessJwt;
    String refreshJwt;
    Instant issuedAt;
    Instant expiresAt;

    @Nullable
    String dpopNonce;

    @Nullable
    String tokenType;

    @Nullable
    String scope;

    @Nullable
    String handle;

    @Nullable
    Instant refreshExpiresAt;

    @Nullable
    String issuer;

    @Nullable
    String clientId;

    @Nullable
    String clientKeyId;

    SessionCopy(OAuthSession original) {
        this.original = original;
        accessJwt = original.accessJwt();
        refreshJwt = original.refreshJwt();
        issuedAt = original.issuedAt();
        expiresAt = original.expiresAt();
        dpopNonce = original.dpopNonce();
        tokenType = original.tokenType();
        scope = original.scope();
        handle = original.handle();
        refreshExpiresAt = original.refreshExpiresAt();
        issuer = original.issuer();
        clientId = original.clientId();
        clientKeyId = original.clientKeyId();
    }

    OAuthSession done() {
        return new OAuthSession(
                original.did(),
                original.pdsUrl(),
                accessJwt,
                refreshJwt,
                original.dpopPrivateKeyJwk(),
                issuedAt,
                expiresAt,
                dpopNonce,
                tokenType,
                scope,
                handle,
                refreshExpiresAt,
                issuer,
                clientId,
                clientKeyId);
    }
}
