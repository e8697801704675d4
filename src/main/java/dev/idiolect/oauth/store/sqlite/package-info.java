/**
 * Stores sessions and pending logins in an SQLite database.
 *
 * <p>Depends on {@code store}, {@code session}, {@code seal}, the root package and, in {@code SqliteConnector} only,
 * sqlite-jdbc.
 */
@NullMarked
package dev.idiolect.oauth.store.sqlite;

import org.jspecify.annotations.NullMarked;
