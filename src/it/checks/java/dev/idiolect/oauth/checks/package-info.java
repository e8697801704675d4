/** An application that is the same on every runtime, and does by HTTP what a check asks it to. */
package dev.idiolect.oauth.checks;
