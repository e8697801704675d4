package dev.idiolect.oauth.refresh;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server says of itself, checked.
 *
 * @param issuer its issuer identifier
 * @param tokenEndpoint where codes and refresh tokens are exchanged
 * @param authorizationEndpoint where a user's browser is sent, or null if not given
 * @param pushedAuthorizationRequestEndpoint where a login begins (RFC 9126), or null if not given
 * @param revocationEndpoint where tokens are revoked (RFC 7009), or null if not given
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 section 2</a>
 */
public record ServerMetadata(
        String issuer,
        URI tokenEndpoint,
        @Nullable URI authorizationEndpoint,
        @Nullable URI pushedAuthorizationRequestEndpoint,
        @Nullable URI revocationEndpoint) {}
