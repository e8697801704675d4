/**
 * Attacks on running applications, and what other users notice of them. Start it with
 * {@code mvn verify -Pload -Druntime=quarkus} or {@code -Druntime=liberty-sample}.
 */
package dev.idiolect.oauth.load;
