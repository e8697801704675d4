/**
 * Stores sessions and pending logins: the interfaces, and the store in memory. Each other kind of storage has its own
 * package.
 *
 * <p>Depends on {@code session}, {@code store.internal} and the root package. Sends no HTTP requests, and treats keys
 * as opaque text.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.store;

import org.jspecify.annotations.NullMarked;
