/**
 * An application without the library: a REST client, a listener to it and an extension, which shows what a server itself
 * keeps of such.
 */
package dev.idiolect.oauth.runtimes.bare;
