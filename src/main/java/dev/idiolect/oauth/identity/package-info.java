/**
 * Resolves handles and DIDs to accounts and their Personal Data Servers.
 *
 * <p>May depend on {@code session} (DID syntax) and {@code internal.http}. Contains no OAuth or container code.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.identity;

import org.jspecify.annotations.NullMarked;
