/**
 * Contains the superclasses of this library's exceptions. The library manages OAuth sessions of AT Protocol accounts in
 * Jakarta EE and MicroProfile applications.
 *
 * <p>Depends on no other package of this library.
 */
@NullMarked
package dev.idiolect.oauth;

import org.jspecify.annotations.NullMarked;
