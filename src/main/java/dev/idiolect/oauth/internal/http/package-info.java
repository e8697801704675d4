/**
 * Asks servers whose addresses come from strangers, with care: for logins and for refreshes. For the library itself; an
 * application has no use for it, and it may change at any time.
 *
 * <p>May depend on the root package, on Apache HttpClient 5, and on Nimbus JOSE+JWT, which reads the servers' JSON. Knows no
 * session and no container.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.internal.http;

import org.jspecify.annotations.NullMarked;
