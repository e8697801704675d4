/**
 * One signed-in account: its tokens, its DPoP key, its lifetimes, and their JSON form.
 *
 * <p>May depend on JSON-B and on the root package alone.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.session;

import org.jspecify.annotations.NullMarked;
