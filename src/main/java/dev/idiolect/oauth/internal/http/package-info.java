/**
 * Sends HTTP requests to servers whose addresses come from untrusted input. Internal: may change in any release.
 *
 * <p>May depend on the root package, on Apache HttpClient 5, and on Nimbus JOSE+JWT for JSON. Contains no session or
 * container code.
 *
 * @serial exclude
 */
@NullMarked
package dev.idiolect.oauth.internal.http;

import org.jspecify.annotations.NullMarked;
