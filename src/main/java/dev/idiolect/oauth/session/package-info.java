/**
 * One signed-in account: its tokens, its DPoP key, its lifetimes, and their JSON form.
 *
 * <p>May depend on JSON-B, JSON-P and the root package. Knows no store, no server and no crypto.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.session;

import org.jspecify.annotations.NullMarked;
