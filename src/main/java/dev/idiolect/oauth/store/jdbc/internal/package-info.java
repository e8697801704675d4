/**
 * Parses database URLs and opens connection pools, for the configuration and the command line. Not for applications.
 *
 * <p>Depends on HikariCP, which may be missing at run time.
 */
@NullMarked
package dev.idiolect.oauth.store.jdbc.internal;

import org.jspecify.annotations.NullMarked;
