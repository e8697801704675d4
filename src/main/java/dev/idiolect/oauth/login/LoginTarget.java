package dev.idiolect.oauth.login;

import dev.idiolect.oauth.identity.Identity;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServerMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The account and the server of a login that begins.
 *
 * @param identity the account, or null if the user named only a server
 */
record LoginTarget(@Nullable Identity identity, AuthorizationServerMetadata server) {}
