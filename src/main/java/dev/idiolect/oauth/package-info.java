/**
 * Sessions of AT Protocol accounts for Jakarta EE and MicroProfile applications: the root exceptions of this library.
 *
 * <p>Depends on no other package of this library.
 */
@NullMarked
package dev.idiolect.oauth;

import org.jspecify.annotations.NullMarked;
