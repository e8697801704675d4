/**
 * Describes the OAuth client: its identifier, redirect URIs, scopes, keys and published metadata.
 *
 * <p>May depend on Nimbus JOSE+JWT, the permissions and {@code internal.http}. Contains no session, server or container code.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.client;

import org.jspecify.annotations.NullMarked;
