/**
 * The command line {@code idiolect oauth}: signs accounts in and out, and lists, refreshes and checks sessions.
 *
 * <p>May depend on {@code session}, {@code store}, {@code dpop}, {@code client}, {@code identity}, {@code refresh},
 * {@code login}, the root package and picocli, but on no container. No other package may depend on it.
 */
@NullMarked
package dev.idiolect.oauth.cli;

import org.jspecify.annotations.NullMarked;
