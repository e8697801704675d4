/** The application for the checks, the same on every runtime; the checks control it by HTTP. */
package dev.idiolect.oauth.checks;
