/**
 * Tests for custom stores: the rules of {@code OAuthTokenStore}, its locks and {@code PendingLogins}. Extend a
 * contract, and JUnit runs its tests with your store.
 *
 * <table>
 * <caption>Contracts</caption>
 * <tr><th>Store</th><th>Contracts</th></tr>
 * <tr><td>Any store</td><td>{@link dev.idiolect.oauth.testkit.OAuthTokenStoreContract}</td></tr>
 * <tr><td>{@code lock} is overridden, and one process uses the store</td>
 *     <td>{@link dev.idiolect.oauth.testkit.SessionLockContract}</td></tr>
 * <tr><td>Several processes or hosts use the store</td>
 *     <td>{@link dev.idiolect.oauth.testkit.SharedSessionLockContract}</td></tr>
 * <tr><td>A lock can expire while its holder runs, such as a lease</td>
 *     <td>{@link dev.idiolect.oauth.testkit.SessionLeaseContract}</td></tr>
 * <tr><td>{@code pendingLogins} is overridden</td>
 *     <td>{@link dev.idiolect.oauth.testkit.PendingLoginsContract}</td></tr>
 * </table>
 *
 * <p>Each lock contract includes the rules of the lock contracts above it. A new version of this package can add tests,
 * and methods that the tests call.
 *
 * <p>This package is in a separate jar with the classifier {@code testkit}. Add JUnit Jupiter, with its parameterized
 * tests, and AssertJ to the tests of the application. Maven does not add them, because they are test dependencies of
 * the library.
 */
@NullMarked
package dev.idiolect.oauth.testkit;

import org.jspecify.annotations.NullMarked;
