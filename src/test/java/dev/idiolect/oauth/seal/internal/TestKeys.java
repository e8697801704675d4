package dev.idiolect.oauth.seal.internal;

import dev.idiolect.oauth.seal.KeySource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Encryption keys for tests. Each has a secret that follows from its name, so that a test can search for it. */
public final class TestKeys {

    private TestKeys() {}

    /** A key set, the first key of which encrypts. */
    public static String jwks(String... names) {
        return Arrays.stream(names).map(TestKeys::jwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    public static String jwk(String name) {
        return "{\"kty\":\"oct\",\"kid\":\"" + name + "\",\"k\":\"" + secret(name) + "\"}";
    }

    /** The secret part of a key, in Base64. */
    public static String secret(String name) {
        byte[] bytes =
                String.join("", Collections.nCopies(32, name)).substring(0, 32).getBytes();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static KeySource source(String... names) {
        return () -> jwks(names);
    }

    public static Sealer sealer(@Nullable KeySource source) {
        try {
            return Sealer.of(source);
        } catch (SealException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
