/**
 * A MicroProfile REST client of the {@code com.atproto.repo} methods, {@link dev.idiolect.oauth.xrpc.RepoClient}, with
 * its requests, results and {@link dev.idiolect.oauth.xrpc.XrpcException}.
 *
 * <p>May depend on {@code rest}, {@code internal.http}, the root package, Jakarta REST, JSON-B, JSON-P and the
 * MicroProfile REST client.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.xrpc;

import org.jspecify.annotations.NullMarked;
