/**
 * Parts of {@code identity} that other packages need; not for applications. Depends on {@code session} and
 * {@code internal.http}.
 */
@NullMarked
package dev.idiolect.oauth.identity.internal;

import org.jspecify.annotations.NullMarked;
