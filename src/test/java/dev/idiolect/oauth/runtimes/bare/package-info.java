/**
 * An application without the library: a REST client, a listener and an extension. It shows how much of such an application
 * the server itself keeps after undeployment.
 */
package dev.idiolect.oauth.runtimes.bare;
