/**
 * Keeps sessions: in memory, in files, or in an SQLite database.
 *
 * <p>May depend on {@code session}, the root package and, in the one class that names it, sqlite-jdbc. Knows no HTTP, and no
 * key as anything but text.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.store;

import org.jspecify.annotations.NullMarked;
