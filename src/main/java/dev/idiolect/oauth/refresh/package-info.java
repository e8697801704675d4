/**
 * Keeps sessions alive: refreshes access tokens before they expire, one refresh of an account at a time, and saves the
 * new tokens before any caller sees them. Start with {@link dev.idiolect.oauth.refresh.SessionRefresher}.
 *
 * <p>May depend on {@code session}, {@code client}, {@code dpop}, {@code store}, {@code identity},
 * {@code internal.endpoint} and {@code internal.http}. Contains no container code.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.refresh;

import org.jspecify.annotations.NullMarked;
