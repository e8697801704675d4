package dev.idiolect.oauth.bench;

import org.openjdk.jmh.annotations.Benchmark;

/** Whole calls of a REST client, with the network and a PDS. */
public class LoadBenchmark {

    @Benchmark
    public String unsignedCall(LoadState state) {
        return state.unsigned();
    }

    @Benchmark
    public String signedCall(LoadState state) {
        return state.signed();
    }
}
