/**
 * Parts of {@code telemetry} that other packages need; not for applications.
 *
 * <p>May depend on {@code telemetry}.
 */
@NullMarked
package dev.idiolect.oauth.telemetry.internal;

import org.jspecify.annotations.NullMarked;
