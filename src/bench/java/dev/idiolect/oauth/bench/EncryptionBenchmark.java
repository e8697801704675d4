package dev.idiolect.oauth.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Converts a session to the text of a store and back, encrypted and plain. */
@State(Scope.Benchmark)
public class EncryptionBenchmark {

    private static final int KEY_BITS = 256;

    private final OAuthSession session = Sessions.session(1);
    private final StoredTexts encrypted = StoredTexts.of(keys(), "the benchmark");
    private final StoredTexts plain = StoredTexts.of(null, "the benchmark");
    private final String encryptedText = encrypted.write(session);
    private final String plainText = plain.write(session);

    private static KeySource keys() {
        try {
            OctetSequenceKey key =
                    new OctetSequenceKeyGenerator(KEY_BITS).keyID("one").generate();
            String set = new JWKSet(key).toString(false);
            return () -> set;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public String writeEncrypted() {
        return encrypted.write(session);
    }

    @Benchmark
    public String writePlain() {
        return plain.write(session);
    }

    @Benchmark
    public OAuthSession readEncrypted() {
        return encrypted.read(encryptedText, session.did(), "the benchmark");
    }

    @Benchmark
    public OAuthSession readPlain() {
        return plain.read(plainText, session.did(), "the benchmark");
    }
}
