/**
 * The {@code com.atproto.repo} methods as a MicroProfile REST client, {@link dev.idiolect.oauth.xrpc.RepoClient}, with the
 * types that it takes and gives.
 *
 * <p>May depend on {@code client}, the root package, Jakarta REST, JSON-B, JSON-P and the MicroProfile REST client. Knows no
 * session.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.xrpc;

import org.jspecify.annotations.NullMarked;
