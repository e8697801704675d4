/**
 * The names of the configuration keys, for the container and for the command line.
 *
 * <p>May depend on {@code client} and {@code identity} (default values). Reads no configuration.
 */
@NullMarked
package dev.idiolect.oauth.internal.config;

import org.jspecify.annotations.NullMarked;
