/**
 * Support for the tests of applications.
 *
 * <p>{@link dev.idiolect.oauth.testkit.AtprotoServer} is a server to sign in at and to write to, without a network. With
 * {@link dev.idiolect.oauth.testkit.AtprotoTest}, JUnit starts and closes it.
 * {@link dev.idiolect.oauth.testkit.DevServer} is the same server as a program, and
 * {@link dev.idiolect.oauth.testkit.AtprotoTestResource} starts it for an application on Quarkus.
 *
 * <p>The contracts are tests for custom stores. Each contract tests the rules of {@code OAuthTokenStore}, of its locks,
 * or of {@code PendingLogins}. Extend a contract, and JUnit runs its tests with your store.
 *
 * <table>
 * <caption>Contracts</caption>
 * <tr><th>Store</th><th>Contract</th></tr>
 * <tr><td>Any store</td><td>{@link dev.idiolect.oauth.testkit.OAuthTokenStoreContract}</td></tr>
 * <tr><td>Overrides {@code lock}, and is used by one process</td>
 *     <td>{@link dev.idiolect.oauth.testkit.SessionLockContract}</td></tr>
 * <tr><td>Is used by several processes or hosts</td>
 *     <td>{@link dev.idiolect.oauth.testkit.SharedSessionLockContract}</td></tr>
 * <tr><td>Has locks that can expire while their holders run, such as leases</td>
 *     <td>{@link dev.idiolect.oauth.testkit.SessionLeaseContract}</td></tr>
 * <tr><td>Overrides {@code pendingLogins}</td>
 *     <td>{@link dev.idiolect.oauth.testkit.PendingLoginsContract}</td></tr>
 * </table>
 *
 * <p>Each lock contract includes the tests of the lock contracts above it. A later version of this package can add
 * tests, and the tests can call more methods of the store.
 *
 * <p>This package is in a separate jar with the classifier {@code testkit}. The server needs nothing else. For
 * {@code AtprotoTest}, add JUnit Jupiter to the tests of the application. For the contracts, also add its parameterized
 * tests and AssertJ. Maven does not add them, because they are test dependencies of the library.
 */
@NullMarked
package dev.idiolect.oauth.testkit;

import org.jspecify.annotations.NullMarked;
