/**
 * What the library reports to monitoring: operations, counts and current values. {@link Telemetry} is the port; adapters
 * for OpenTelemetry and Micrometer stand in the container integration.
 *
 * <p>Depends on nothing.
 */
@NullMarked
package dev.idiolect.oauth.telemetry;

import org.jspecify.annotations.NullMarked;
