/**
 * Attacks on running applications, and measurements of their other users. Start it with
 * {@code mvn verify -Pload -Druntime=quarkus} or {@code -Druntime=liberty-sample}.
 */
package dev.idiolect.oauth.load;
