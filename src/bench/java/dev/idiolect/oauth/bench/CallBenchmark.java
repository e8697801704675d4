package dev.idiolect.oauth.bench;

import java.security.GeneralSecurityException;
import org.openjdk.jmh.annotations.Benchmark;

/** Calls of a REST client up to the network: unsigned, signed, and the signature only. */
public class CallBenchmark {

    @Benchmark
    public String unsignedCall(CallState state) {
        return state.unsigned();
    }

    @Benchmark
    public String signedCall(CallState state) {
        return state.signed();
    }

    @Benchmark
    public byte[] callSignature(ProofState state, SignatureState signature) throws GeneralSecurityException {
        return signature.sign();
    }
}
