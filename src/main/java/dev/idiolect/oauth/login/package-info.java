/**
 * Signs users in and out: the OAuth authorization code flow, logins with app passwords, and token revocation. Start
 * with {@link dev.idiolect.oauth.login.LoginFlow}.
 *
 * <p>May depend on {@code session}, {@code client}, {@code dpop}, {@code store}, {@code identity},
 * {@code internal.endpoint} and {@code internal.http}. Contains no container code.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.login;

import org.jspecify.annotations.NullMarked;
