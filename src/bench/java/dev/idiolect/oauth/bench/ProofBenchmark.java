package dev.idiolect.oauth.bench;

import java.security.GeneralSecurityException;
import org.openjdk.jmh.annotations.Benchmark;

/** Creates DPoP proofs. Also creates signatures with the same crypto provider, as an upper limit. */
public class ProofBenchmark {

    @Benchmark
    public String proof(ProofState state) {
        return state.proof();
    }

    @Benchmark
    public byte[] signature(ProofState state, SignatureState signature) throws GeneralSecurityException {
        return signature.sign();
    }
}
