package dev.idiolect.oauth.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.idiolect.oauth.internal.http.Base64Url;
import java.net.URI;
import java.security.Provider;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DpopKeyTest {

    /** The public key of the examples in RFC 9449, whose thumbprint section 6.1 gives. */
    private static final String RFC_PUBLIC_JWK = """
            {"kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",\
            "y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA","crv":"P-256"}""";

    /** RFC 9449 section 4.1. */
    private static final String RFC_PROOF =
            "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMz"
                    + "R0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10Nn"
                    + "Y5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVC"
                    + "IsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4"
                    + "vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.9Z");

    @Test
    void proofHasTheShapeOfTheExampleInRfc9449() throws Exception {
        SignedJWT example = SignedJWT.parse(RFC_PROOF);
        assertThat(example.verify(new ECDSAVerifier(ECKey.parse(RFC_PUBLIC_JWK))))
                .isTrue();

        DpopKey key = DpopKey.generate();
        SignedJWT ours = SignedJWT.parse(key.proof("POST", URI.create("https://server.example.com/token"), null, null));

        assertThat(ours.verify(new ECDSAVerifier(ECKey.parse(key.publicJwk())))).isTrue();
        assertThat(ours.getHeader().toJSONObject().keySet())
                .isEqualTo(example.getHeader().toJSONObject().keySet());
        assertThat(ours.getHeader().getType()).isEqualTo(example.getHeader().getType());
        assertThat(ours.getHeader().getAlgorithm())
                .isEqualTo(example.getHeader().getAlgorithm());
        assertThat(ours.getHeader().getJWK().toJSONObject().keySet())
                .isEqualTo(example.getHeader().getJWK().toJSONObject().keySet());
        assertThat(ours.getJWTClaimsSet().getClaims().keySet())
                .isEqualTo(example.getJWTClaimsSet().getClaims().keySet());
        assertThat(ours.getJWTClaimsSet().getClaim("htu"))
                .isEqualTo(example.getJWTClaimsSet().getClaim("htu"));
    }

    /** RFC 9449 section 7.1. */
    @Test
    void athEqualsTheExampleInRfc9449() throws Exception {
        JWTClaimsSet claims = claims(DpopKey.generate()
                .proof(
                        "GET",
                        URI.create("https://resource.example.org/protectedresource"),
                        "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU",
                        null));
        assertThat(claims.getClaim("ath")).isEqualTo("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    }

    /** RFC 9449 section 6.1, computed by RFC 7638. */
    @Test
    void thumbprintEqualsTheExampleInRfc9449() throws Exception {
        assertThat(ECKey.parse(RFC_PUBLIC_JWK).computeThumbprint().toString())
                .isEqualTo("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
        DpopKey key = DpopKey.generate();
        assertThat(key.thumbprint())
                .isEqualTo(ECKey.parse(key.publicJwk()).computeThumbprint().toString());
    }

    @Test
    void proofForAnAuthorizationServerHasNoAthAndNoIss() throws Exception {
        JWTClaimsSet claims = claims(
                DpopKey.generate().proof("POST", URI.create("https://auth.example.com/oauth/token"), null, "n-1", NOW));
        assertThat(claims.getClaims().keySet()).containsExactlyInAnyOrder("jti", "htm", "htu", "iat", "nonce");
        assertThat(claims.getClaim("nonce")).isEqualTo("n-1");
        assertThat(claims.toPayload().toJSONObject()).containsEntry("iat", NOW.getEpochSecond());
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://PDS.Example.COM/xrpc/a.b.c?x=1&y=%2F, https://pds.example.com/xrpc/a.b.c",
        "https://pds.example.com:443/x#frag, https://pds.example.com/x",
        "http://localhost:80/x, http://localhost/x",
        "http://localhost:2583/x, http://localhost:2583/x",
        "https://pds.example.com, https://pds.example.com/",
        "https://pds.example.com/a%20b%2Fc, https://pds.example.com/a%20b%2Fc",
        "https://pds.example.com/a@b:c;d=e/~f//g/../h, https://pds.example.com/a@b:c;d=e/~f//g/../h",
        "https://pds.example.com/t\u00f6ken?x=\u00f6, https://pds.example.com/t%C3%B6ken",
        "http://[::1]:2583/x, http://[::1]:2583/x"
    })
    void htuIsTheCanonicalUrlWithoutQueryAndFragment(URI url, String htu) throws Exception {
        assertThat(claims(DpopKey.generate().proof("GET", url, null, null)).getClaim("htu"))
                .isEqualTo(htu);
    }

    @Test
    void urlWithHalfASurrogatePairIsRejected() {
        URI url = URI.create("https://pds.example.com/\ud83d");
        assertThatThrownBy(() -> DpopKey.generate().proof("GET", url, null, null))
                .isInstanceOf(DpopException.class)
                .hasMessageContaining("surrogate");
    }

    @Test
    void methodKeepsItsCase() throws Exception {
        assertThat(claims(DpopKey.generate().proof("PaTCH", URI.create("https://a.example"), null, null))
                        .getClaim("htm"))
                .isEqualTo("PaTCH");
    }

    @Test
    void everyProofHasAUniqueId() {
        DpopKey key = DpopKey.generate();
        Set<Object> ids = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 2000).parallel().forEach(i -> {
            try {
                JWTClaimsSet claims = claims(key.proof("GET", URI.create("https://a.example/"), "t", "n"));
                assertThat(claims.getJWTID()).hasSizeGreaterThanOrEqualTo(22);
                ids.add(claims.getJWTID());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(ids).hasSize(2000);
    }

    @Test
    void privateKeyRoundTripSignsWithTheSameKey() throws Exception {
        DpopKey generated = DpopKey.generate();
        DpopKey restored = DpopKey.of(generated.privateJwk());
        assertThat(restored.publicJwk()).isEqualTo(generated.publicJwk());
        assertThat(restored.thumbprint()).isEqualTo(generated.thumbprint());
        SignedJWT proof = SignedJWT.parse(restored.proof("GET", URI.create("https://a.example/"), null, null));
        assertThat(proof.verify(new ECDSAVerifier(ECKey.parse(generated.publicJwk()))))
                .isTrue();
    }

    @Test
    void privatePartIsNotInHeaderPublicKeyOrText() throws Exception {
        DpopKey generated = DpopKey.generate();
        String secret = ECKey.parse(generated.privateJwk()).getD().toString();
        DpopKey key = DpopKey.of(
                generated.privateJwk().replaceFirst("\\{", "{\"kid\":\"k\",\"use\":\"sig\",\"alg\":\"ES256\","));
        SignedJWT proof = SignedJWT.parse(key.proof("GET", URI.create("https://a.example/"), null, null));
        assertThat(proof.getHeader().getJWK().isPrivate()).isFalse();
        assertThat(proof.getHeader().getJWK().toJSONObject().keySet())
                .containsExactlyInAnyOrder("kty", "crv", "x", "y");
        assertThat(key.publicJwk()).doesNotContain(secret);
        assertThat(key.toString()).doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "s3cret",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"s3cret\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"s3cret\",\"y\":\"s3cret\",\"d\":\"s3cret\"}",
                "{\"kty\":\"oct\",\"k\":\"s3cret\"}",
                RFC_PUBLIC_JWK
            })
    void unusableKeyIsRejectedAndNotShown(String jwk) {
        assertThatThrownBy(() -> DpopKey.of(jwk))
                .isInstanceOf(DpopException.class)
                .hasNoCause()
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/relative", "ftp://a.example/", "https://user:s3cret@a.example/", "https:///x", "mailto:a@b"})
    void urlWithoutHttpOriginIsRejected(URI url) {
        DpopKey key = DpopKey.generate();
        assertThatThrownBy(() -> key.proof("GET", url, null, null))
                .isInstanceOf(DpopException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {SignatureProviders.ACCP, SignatureProviders.CONSCRYPT, SignatureProviders.AUTO, "SunEC"})
    void signatureByEveryProviderVerifiesWithTheJdk(String name) throws Exception {
        Provider provider = SignatureProviders.find(name);
        assertThat(provider).isNotNull();
        DpopKey key = DpopKey.of(DpopKey.generate().privateJwk(), provider);
        Callable<String> sign = () -> key.proof("GET", URI.create("https://a.example/"), "t", "n");
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (Future<String> proof : threads.invokeAll(Collections.nCopies(400, sign))) {
                assertThat(SignedJWT.parse(proof.get()).verify(new ECDSAVerifier(ECKey.parse(key.publicJwk()))))
                        .isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void hashBelongsToTheAccessTokenOfTheCall() throws Exception {
        DpopKey key = DpopKey.generate();
        for (String token : List.of("one", "two", "one", "three")) {
            JWTClaimsSet claims = claims(key.proof("GET", URI.create("https://a.example/"), token, null));
            assertThat(claims.getClaim("ath")).isEqualTo(Base64Url.sha256(token));
        }
    }

    @Test
    void fastProviderIsUsedIfPresent() {
        assertThat(SignatureProviders.find("auto").getName()).isEqualTo("AmazonCorrettoCryptoProvider");
        assertThat(SignatureProviders.find("Conscrypt").getName()).isEqualTo("Conscrypt");
        assertThat(SignatureProviders.find("jdk")).isNull();
    }

    @Test
    void withoutAFastProviderAutoIsTheJdk() throws Exception {
        WithoutProviders loader = new WithoutProviders();
        Class<?> isolated = loader.loadClass(SignatureProviders.class.getName());
        var find = isolated.getDeclaredMethod("find", String.class);
        find.setAccessible(true);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            assertThat(find.invoke(null, "auto")).isNull();
            assertThatThrownBy(() -> find.invoke(null, "accp"))
                    .cause()
                    .hasMessageContaining("no crypto provider accp")
                    .hasMessageContaining("software.amazon.cryptools:AmazonCorrettoCryptoProvider");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonesuch", "SUN"})
    void missingOrUnusableProviderIsRejectedByName(String name) {
        assertThatThrownBy(() -> SignatureProviders.find(name))
                .isInstanceOf(DpopException.class)
                .hasMessageContaining("crypto provider " + name);
    }

    private static JWTClaimsSet claims(String proof) throws Exception {
        return SignedJWT.parse(proof).getJWTClaimsSet();
    }

    /** A class loader without the crypto providers. */
    private static final class WithoutProviders extends ClassLoader {

        WithoutProviders() {
            super(DpopKeyTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.amazon.corretto") || name.startsWith("org.conscrypt")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.idiolect.oauth.dpop")) {
                return super.loadClass(name, resolve);
            }
            try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
