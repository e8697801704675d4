/** The sample application: its start with a PDS on this machine, and what people see of it. */
package dev.idiolect.oauth.sample;
