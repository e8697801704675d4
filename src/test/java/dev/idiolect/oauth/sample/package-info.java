/** Tests of the sample application, with a PDS on this machine. */
package dev.idiolect.oauth.sample;
