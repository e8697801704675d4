/**
 * Keeps sessions: in memory, in files, or in an SQLite database.
 *
 * <p>May depend on {@code session} and the root package. Knows no HTTP and no key.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.store;

import org.jspecify.annotations.NullMarked;
