/**
 * Integrates the library into CDI applications: configuration, beans and startup checks. Public types here are for the
 * container; applications do not use this package.
 *
 * <p>May depend on every package except {@code cli} and {@code web}. No package depends on it.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.cdi.internal;

import org.jspecify.annotations.NullMarked;
