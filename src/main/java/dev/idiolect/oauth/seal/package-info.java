/**
 * The source of the keys that encrypt stored sessions and pending logins: {@link dev.idiolect.oauth.seal.KeySource}.
 *
 * <p>Depends on the helpers of {@code internal.http} and the root package.
 */
@NullMarked
package dev.idiolect.oauth.seal;

import org.jspecify.annotations.NullMarked;
