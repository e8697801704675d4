/**
 * One signed-in account: its tokens, its DPoP key, its lifetimes, and their JSON form; and what happens to it:
 * sign-in, sign-out, loss ({@link dev.idiolect.oauth.session.SessionEvent}).
 *
 * <p>May depend on JSON-B, JSON-P and the root package. Knows no store, no server and no crypto.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.session;

import org.jspecify.annotations.NullMarked;
