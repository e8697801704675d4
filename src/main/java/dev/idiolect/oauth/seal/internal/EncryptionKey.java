package dev.idiolect.oauth.seal.internal;

import com.nimbusds.jose.jwk.OctetSequenceKey;
import javax.crypto.SecretKey;

/** A key that is ready for use. Not a record, because it is a secret. */
final class EncryptionKey {

    private final String id;

    // Transient, so that no serializer writes it.
    private final transient SecretKey secret;

    EncryptionKey(OctetSequenceKey jwk) {
        id = jwk.getKeyID();
        secret = jwk.toSecretKey("AES");
    }

    String id() {
        return id;
    }

    SecretKey secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "EncryptionKey[" + id + "]";
    }
}
