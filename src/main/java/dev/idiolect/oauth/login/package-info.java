/**
 * Signs users in and out: the OAuth authorization code flow, logins with app passwords, and token revocation. Start at
 * {@link dev.idiolect.oauth.login.LoginFlow}.
 *
 * <p>May depend on {@code session}, {@code client}, {@code dpop}, {@code store}, {@code identity}, {@code internal.endpoint} and
 * {@code internal.http}. Knows no container.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.login;

import org.jspecify.annotations.NullMarked;
