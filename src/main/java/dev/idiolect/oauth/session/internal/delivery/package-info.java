/**
 * Delivers session events to the audit log and the application's listener; not for applications.
 *
 * <p>May depend on {@code session}.
 */
@NullMarked
package dev.idiolect.oauth.session.internal.delivery;

import org.jspecify.annotations.NullMarked;
