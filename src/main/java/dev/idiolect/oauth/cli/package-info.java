/**
 * The command line {@code idiolect oauth}: signs accounts in and out at a terminal, lists, refreshes and checks sessions.
 *
 * <p>May depend on {@code session}, {@code store}, {@code dpop}, {@code refresh}, {@code login}, the root package and picocli.
 * Knows no container; nobody imports it.
 */
@NullMarked
package dev.idiolect.oauth.cli;

import org.jspecify.annotations.NullMarked;
