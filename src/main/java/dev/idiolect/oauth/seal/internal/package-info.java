/**
 * Encrypts the texts of persistent stores. Not for applications.
 *
 * <p>Depends on {@code seal}, the helpers of {@code internal.http} and Nimbus.
 */
@NullMarked
package dev.idiolect.oauth.seal.internal;

import org.jspecify.annotations.NullMarked;
