/**
 * Keeps a session alive: decides when to refresh, refreshes one at a time, and saves before anybody sees the new token.
 *
 * <p>May depend on {@code session}, {@code store}, {@code dpop}, {@code http}, the root package, and Nimbus JOSE+JWT, which
 * reads tokens and keys. Knows no container.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.refresh;

import org.jspecify.annotations.NullMarked;
