/**
 * Parts of stores that the configuration and the command line share. Not for applications.
 *
 * <p>Depends on HikariCP, which may be missing at run time.
 */
@NullMarked
package dev.idiolect.oauth.store.internal;

import org.jspecify.annotations.NullMarked;
