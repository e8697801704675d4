/**
 * A store that reports its operations; not for applications.
 *
 * <p>May depend on {@code store} and {@code telemetry}.
 */
@NullMarked
package dev.idiolect.oauth.store.internal.measured;

import org.jspecify.annotations.NullMarked;
