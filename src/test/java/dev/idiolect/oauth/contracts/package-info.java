/** Tests of the test kit: a store that breaks a rule of a contract fails its tests. */
package dev.idiolect.oauth.contracts;
