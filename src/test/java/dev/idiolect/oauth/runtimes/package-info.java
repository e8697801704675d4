/** Checks of the small applications of {@code src/it} on each runtime. */
package dev.idiolect.oauth.runtimes;
