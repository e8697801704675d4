/** Parts of {@code client} that other packages need; not for applications. Depends on nothing. */
@NullMarked
package dev.idiolect.oauth.client.internal;

import org.jspecify.annotations.NullMarked;
