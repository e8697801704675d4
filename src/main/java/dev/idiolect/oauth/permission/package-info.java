/**
 * The permissions of an account: AT Protocol scope strings, what they allow, and permission sets.
 * {@link dev.idiolect.oauth.permission.Permissions} is the entry point.
 *
 * <p>Depends on JSON-P and the root package. Contains no session, server or container code.
 *
 * @see <a href="https://atproto.com/specs/permission">AT Protocol: permissions</a>
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.permission;

import org.jspecify.annotations.NullMarked;
