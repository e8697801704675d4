/**
 * DPoP (RFC 9449): keys, proofs, nonces and the clocks of servers.
 *
 * <p>Depends on Nimbus JOSE+JWT, the origins of {@code internal.http} and the root package. Contains no session,
 * storage or network code.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.dpop;

import org.jspecify.annotations.NullMarked;
