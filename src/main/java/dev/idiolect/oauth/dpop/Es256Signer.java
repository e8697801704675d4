package dev.idiolect.oauth.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Signs with ES256. Keeps a few idle signature objects, because with a fast provider, their creation takes as long as a
 * signature. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.4">RFC 7518 section 3.4</a>
 */
final class Es256Signer {

    // R and S, each of 32 bytes.
    private static final int SIGNATURE_BYTES = 64;

    private static final String FIXED_SIZE = "SHA256withECDSAinP1363Format";
    private static final String DER = "SHA256withECDSA";
    private static final boolean DEFAULT_HAS_FIXED_SIZE = Security.getProviders("Signature." + FIXED_SIZE) != null;

    // Enough for the threads that usually sign with one key at the same time. Others create an object for each call.
    private static final int MAX_IDLE = 4;

    private final transient PrivateKey key;
    private final @Nullable Provider provider;
    private final boolean fixedSize;
    private final AtomicReferenceArray<Signature> idle = new AtomicReferenceArray<>(MAX_IDLE);

    /** @param provider the provider that signs, or null for the JDK's default */
    Es256Signer(PrivateKey key, @Nullable Provider provider) {
        this.key = key;
        this.provider = provider;
        fixedSize = provider == null ? DEFAULT_HAS_FIXED_SIZE : provider.getService("Signature", FIXED_SIZE) != null;
    }

    /** Returns the signature of some data: R and S. */
    byte[] sign(byte[] data) throws GeneralSecurityException {
        Signature signature = take();
        signature.update(data);
        byte[] signed = signature.sign();
        // Not in a finally block: after a failure, the state of the object is unknown.
        giveBack(signature);
        return fixedSize ? signed : concatenated(signed);
    }

    private static byte[] concatenated(byte[] der) throws GeneralSecurityException {
        try {
            return ECDSA.transcodeSignatureToConcat(der, SIGNATURE_BYTES);
        } catch (JOSEException e) {
            throw new GeneralSecurityException("The crypto provider returned an invalid signature", e);
        }
    }

    private Signature take() throws GeneralSecurityException {
        for (int i = 0; i < MAX_IDLE; i++) {
            Signature signature = idle.get(i);
            if (signature != null && idle.compareAndSet(i, signature, null)) {
                return signature;
            }
        }
        String algorithm = fixedSize ? FIXED_SIZE : DER;
        Signature signature =
                provider == null ? Signature.getInstance(algorithm) : Signature.getInstance(algorithm, provider);
        signature.initSign(key);
        return signature;
    }

    private void giveBack(Signature signature) {
        for (int i = 0; i < MAX_IDLE; i++) {
            if (idle.compareAndSet(i, null, signature)) {
                return;
            }
        }
    }

    String providerName() {
        return provider == null ? "the JDK" : provider.getName();
    }
}
