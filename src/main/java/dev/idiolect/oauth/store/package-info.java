/**
 * Stores sessions and pending logins: in memory, in files, or in an SQLite database.
 *
 * <p>Depends on {@code session}, the root package and, in {@code SqliteConnector} only, sqlite-jdbc. Sends no HTTP
 * requests, and treats keys as opaque text.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.store;

import org.jspecify.annotations.NullMarked;
