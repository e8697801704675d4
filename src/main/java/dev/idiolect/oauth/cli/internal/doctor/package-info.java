/**
 * The checks of {@code idiolect oauth doctor}, and the configuration that they check.
 *
 * <p>May depend on what {@code cli} may depend on, but not on {@code cli} itself.
 */
@NullMarked
package dev.idiolect.oauth.cli.internal.doctor;

import org.jspecify.annotations.NullMarked;
