/**
 * Proves possession of a session's key to a server (RFC 9449), and keeps what servers say about proofs: their nonces and
 * their clocks.
 *
 * <p>May depend on Nimbus JOSE+JWT and on the root package. Knows no session, no store and no HTTP client.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.dpop;

import org.jspecify.annotations.NullMarked;
