/**
 * Parts that the stores in files and databases share. Not for applications.
 *
 * <p>Depends on {@code store}, {@code session}, {@code seal} and the root package.
 */
@NullMarked
package dev.idiolect.oauth.store.internal.persistent;

import org.jspecify.annotations.NullMarked;
