/** The small applications of {@code src/it}, each on its runtime, and what is asked of all of them. */
package dev.idiolect.oauth.runtimes;
