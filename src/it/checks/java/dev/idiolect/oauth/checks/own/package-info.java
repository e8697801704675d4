/** The additional beans of the second application: its own store. */
package dev.idiolect.oauth.checks.own;
