/**
 * Signs people in and out: finds out who a handle or DID is and where the account lives, and asks strangers' servers with care.
 *
 * <p>May depend on {@code session}, {@code store}, {@code dpop}, {@code http}, {@code refresh} and the root
 * package. Knows no container.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.login;

import org.jspecify.annotations.NullMarked;
