/**
 * Signs the calls of MicroProfile REST clients. Put {@link dev.idiolect.oauth.rest.DpopSigned} on the interface of an
 * injected client, or wrap a client built with {@code RestClientBuilder} with
 * {@link dev.idiolect.oauth.rest.SignedCalls#wrap}.
 *
 * <p>May depend on {@code session}, {@code dpop}, {@code refresh}, {@code internal.http}, the root package, Jakarta EE
 * and the MicroProfile REST client. Uses no store and no configuration directly.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.rest;

import org.jspecify.annotations.NullMarked;
