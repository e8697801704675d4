/**
 * Parts of {@code session} that other packages and JSON-B providers need; not for applications.
 *
 * <p>Depends on JSON-B only.
 */
@NullMarked
package dev.idiolect.oauth.session.internal;

import org.jspecify.annotations.NullMarked;
