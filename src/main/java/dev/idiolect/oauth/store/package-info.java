/**
 * Stores sessions and pending logins: the interfaces, and the store in memory. The other stores have a package for each
 * kind of storage.
 *
 * <p>Depends on {@code session} and the root package. Sends no HTTP requests, and treats keys as opaque text.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.store;

import org.jspecify.annotations.NullMarked;
