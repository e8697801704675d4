/** What only the second application has: a store of its own. */
package dev.idiolect.oauth.checks.own;
