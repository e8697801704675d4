/** An application without the library: a REST client and a listener to it, which shows what a server itself keeps of such. */
package dev.idiolect.oauth.runtimes.bare;
