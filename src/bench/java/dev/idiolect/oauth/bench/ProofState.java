package dev.idiolect.oauth.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.conscrypt.OpenSSLProvider;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The keys of some sessions, and a crypto provider. */
@State(Scope.Benchmark)
public class ProofState {

    private static final String URL = "https://pds.example.com/xrpc/com.atproto.repo.createRecord";
    private static final String ORIGIN = "https://pds.example.com";

    @Param("jdk")
    private String provider;

    @Param("1")
    private int keys;

    private final URI url = URI.create(URL);
    private final String token = "a".repeat(600);
    private DpopProofFactory factory;
    private String[] jwks;
    private PrivateKey key;

    @Setup(Level.Trial)
    public void prepare() throws JOSEException {
        // The fastest provider, because there are many keys.
        JWKGenerator<ECKey> generator = new ECKeyGenerator(Curve.P_256).provider(AmazonCorrettoCryptoProvider.INSTANCE);
        jwks = new String[keys];
        for (int i = 0; i < keys; i++) {
            ECKey generated = generator.generate();
            jwks[i] = generated.toJSONString();
            key = generated.toECPrivateKey();
        }
        DpopNonces nonces = new DpopNonces();
        nonces.update(ORIGIN, "n".repeat(43));
        factory = DpopProofFactory.withProvider(nonces, provider, Clock.systemUTC());
    }

    String proof() {
        return factory.proof(jwks[ThreadLocalRandom.current().nextInt(keys)], "POST", url, token);
    }

    Signature signature() throws GeneralSecurityException {
        Signature signature = found() == null
                ? Signature.getInstance("SHA256withECDSA")
                : Signature.getInstance("SHA256withECDSA", found());
        signature.initSign(key);
        return signature;
    }

    private Provider found() {
        return switch (provider) {
            case "jdk" -> null;
            case "accp" -> AmazonCorrettoCryptoProvider.INSTANCE;
            case "conscrypt" -> new OpenSSLProvider();
            default -> throw new IllegalArgumentException(provider);
        };
    }
}
