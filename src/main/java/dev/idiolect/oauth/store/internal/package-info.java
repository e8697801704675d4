/**
 * Parts of all stores; not for applications. They do not know {@code store}, which uses them too.
 *
 * <p>Depends on {@code session}.
 */
@NullMarked
package dev.idiolect.oauth.store.internal;

import org.jspecify.annotations.NullMarked;
