/** Tests of the servers of the test kit, which applications use in their own tests. */
package dev.idiolect.oauth.kit;
