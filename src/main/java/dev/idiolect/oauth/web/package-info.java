/**
 * Signs users in on the web: a Jakarta REST resource that an application enables by extending it.
 *
 * <p>May depend on {@code client}, {@code identity}, {@code login}, {@code session}, {@code internal.http}, the root
 * package, Jakarta REST, Inject and CDI's scopes.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.web;

import org.jspecify.annotations.NullMarked;
