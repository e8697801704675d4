package dev.idiolect.sample;

import dev.idiolect.oauth.session.OAuthSession;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of the browser that started a session.
 *
 * <p>It is derived from the session's DPoP key. The key is new for each sign-in and does not change in a refresh. So
 * the secret cannot be guessed, needs no storage, and is useless once the session is gone.
 */
final class SessionSecret {

    private static final String ALGORITHM = "HmacSHA256";

    private SessionSecret() {}

    static String of(OAuthSession session) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes(session.dpopPrivateKeyJwk()), ALGORITHM));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes("browser")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean matches(String secret, OAuthSession session) {
        // A session of an app password has no key and was not started in a browser.
        return !session.dpopPrivateKeyJwk().isEmpty() && MessageDigest.isEqual(bytes(secret), bytes(of(session)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
