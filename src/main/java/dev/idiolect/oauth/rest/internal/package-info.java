/**
 * Types that {@code rest} shares with {@code xrpc} and {@code cdi}. Not API: may change in any release.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.rest.internal;

import org.jspecify.annotations.NullMarked;
