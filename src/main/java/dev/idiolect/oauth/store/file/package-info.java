/**
 * Stores sessions and pending logins in files.
 *
 * <p>Depends on {@code store}, {@code session}, {@code seal} and the root package.
 */
@NullMarked
package dev.idiolect.oauth.store.file;

import org.jspecify.annotations.NullMarked;
