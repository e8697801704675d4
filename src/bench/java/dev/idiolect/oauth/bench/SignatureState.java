package dev.idiolect.oauth.bench;

import java.security.GeneralSecurityException;
import java.security.Signature;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The signature object of a thread. */
@State(Scope.Thread)
public class SignatureState {

    // As long as the header and the payload of a proof.
    private static final int DATA_BYTES = 700;

    private final byte[] data = new byte[DATA_BYTES];
    private Signature signature;

    @Setup(Level.Trial)
    public void prepare(ProofState state) throws GeneralSecurityException {
        signature = state.signature();
    }

    byte[] sign() throws GeneralSecurityException {
        signature.update(data);
        return signature.sign();
    }
}
