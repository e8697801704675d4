/** Benchmarks. They compare the library with a baseline: plain code that does the same work. */
package dev.idiolect.oauth.bench;
