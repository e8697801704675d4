/** Benchmarks. Each measures the library beside its limit: plain code that does the same work, in the same run. */
package dev.idiolect.oauth.bench;
