package dev.idiolect.oauth.login;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server whose metadata keep the rules of a login.
 *
 * @param revocationEndpoint where tokens are revoked, or null if it can't be done
 */
record LoginServer(
        String issuer,
        URI authorizationEndpoint,
        URI pushEndpoint,
        URI tokenEndpoint,
        @Nullable URI revocationEndpoint) {}
