/**
 * AT Protocol accounts for Jakarta EE and MicroProfile applications: the root of every exception that this library
 * throws.
 *
 * <p>May depend on nothing of this library.
 */
@NullMarked
package dev.idiolect.oauth;

import org.jspecify.annotations.NullMarked;
