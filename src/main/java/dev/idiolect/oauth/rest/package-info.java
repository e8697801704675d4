/**
 * Signs the calls of MicroProfile REST clients: {@link dev.idiolect.oauth.rest.DpopSigned} on an interface, or
 * {@link dev.idiolect.oauth.rest.SignedCalls#wrap} for a client built by hand, sends each call to the account's
 * Personal Data Server with the account's token, and tries it again where the server asks for that.
 *
 * <p>May depend on {@code session}, {@code dpop}, {@code refresh}, the root package, Jakarta EE and the MicroProfile REST
 * client. Knows no store and no configuration.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.rest;

import org.jspecify.annotations.NullMarked;
