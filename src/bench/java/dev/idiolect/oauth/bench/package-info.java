/** Benchmarks. They compare the library with its limit: plain code that does the same work. */
package dev.idiolect.oauth.bench;
