/**
 * The session of a signed-in account: its tokens, its DPoP key and its lifetimes, their JSON form, and its events
 * ({@link dev.idiolect.oauth.session.SessionEvent}).
 *
 * <p>Depends on JSON-B, JSON-P, the permissions and the root package. Contains no storage, network or cryptography code.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.session;

import org.jspecify.annotations.NullMarked;
