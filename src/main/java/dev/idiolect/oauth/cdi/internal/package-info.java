/**
 * Puts the library into a CDI application: configuration, beans, checks at startup. An application names nothing here but
 * {@link dev.idiolect.oauth.cdi.internal.ConfigurationException}; what else is public is for the container.
 *
 * <p>May depend on every package but {@code cli} and {@code web}; nobody depends on it.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.cdi.internal;

import org.jspecify.annotations.NullMarked;
