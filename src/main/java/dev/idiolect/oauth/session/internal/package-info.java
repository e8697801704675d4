/**
 * Parts of {@code session} that other packages and JSON-B providers need; not for applications.
 *
 * <p>May depend on JSON-B and the root package.
 */
@NullMarked
package dev.idiolect.oauth.session.internal;

import org.jspecify.annotations.NullMarked;
