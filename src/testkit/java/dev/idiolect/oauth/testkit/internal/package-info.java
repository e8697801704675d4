/**
 * The servers of the test kit: a PDS, its authorization server and a PLC directory. Not public API.
 *
 * <p>They respond like the official ones, are stricter, and list every violation of a rule.
 */
@NullUnmarked
package dev.idiolect.oauth.testkit.internal;

import org.jspecify.annotations.NullUnmarked;
