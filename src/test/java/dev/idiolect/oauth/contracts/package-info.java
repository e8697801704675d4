/** Tests of the test kit: each rule of a contract fails for a store that breaks it. */
package dev.idiolect.oauth.contracts;
