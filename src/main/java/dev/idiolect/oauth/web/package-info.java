/**
 * Signs people in on the web: the Jakarta REST resource for it, which an application enables by extending it.
 *
 * <p>May depend on {@code session}, {@code refresh} (for the exceptions of logins), {@code login}, the root package, Jakarta
 * REST, Inject and CDI's scopes.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.web;

import org.jspecify.annotations.NullMarked;
