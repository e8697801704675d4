/** What only the second application has: a store of its own, which tells where it is called. */
package dev.idiolect.oauth.checks.own;
