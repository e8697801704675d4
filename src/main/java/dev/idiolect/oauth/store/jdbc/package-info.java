/**
 * Stores sessions and pending logins in PostgreSQL.
 *
 * <p>Depends on {@code store}, {@code session}, {@code seal} and the root package.
 */
@NullMarked
package dev.idiolect.oauth.store.jdbc;

import org.jspecify.annotations.NullMarked;
