/**
 * Parts that all stores share. Not for applications.
 *
 * <p>Depends on {@code session}. Does not depend on {@code store}, which depends on this package.
 */
@NullMarked
package dev.idiolect.oauth.store.internal;

import org.jspecify.annotations.NullMarked;
