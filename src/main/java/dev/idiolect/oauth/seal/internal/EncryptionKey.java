package dev.idiolect.oauth.seal.internal;

import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.KeyLengthException;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.OctetSequenceKey;

/** A key that is ready for use. Not a record, because it is a secret. */
final class EncryptionKey {

    private final String id;

    // Transient, so that no serializer writes them.
    private final transient JWEEncrypter encrypter;
    private final transient JWEDecrypter decrypter;

    EncryptionKey(OctetSequenceKey jwk) throws KeyLengthException {
        id = jwk.getKeyID();
        encrypter = new DirectEncrypter(jwk.toSecretKey("AES"));
        decrypter = new DirectDecrypter(jwk.toSecretKey("AES"));
    }

    String id() {
        return id;
    }

    JWEEncrypter encrypter() {
        return encrypter;
    }

    JWEDecrypter decrypter() {
        return decrypter;
    }

    @Override
    public String toString() {
        return "EncryptionKey[" + id + "]";
    }
}
