/**
 * Sends HTTP requests to servers whose addresses come from untrusted input. Internal: may change in any release.
 *
 * <p>May depend on the root package, on Apache HttpClient 5, and on Nimbus JOSE+JWT for JSON. Knows no session and no
 * container.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.internal.http;

import org.jspecify.annotations.NullMarked;
