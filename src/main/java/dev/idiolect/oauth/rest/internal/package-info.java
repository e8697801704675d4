/**
 * Connects {@code xrpc} with {@code rest}. Internal: may change in any release.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.rest.internal;

import org.jspecify.annotations.NullMarked;
