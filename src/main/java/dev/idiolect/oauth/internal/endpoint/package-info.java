/**
 * Communicates with authorization servers: reads their metadata, posts to their endpoints and parses token responses.
 * Internal: may change in any release.
 *
 * <p>May depend on {@code client}, {@code dpop}, {@code session}, {@code internal.http} and Nimbus JOSE+JWT.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.internal.endpoint;

import org.jspecify.annotations.NullMarked;
