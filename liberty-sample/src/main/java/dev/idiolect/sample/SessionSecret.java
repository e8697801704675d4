package dev.idiolect.sample;

import dev.idiolect.oauth.session.OAuthSession;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the browser that began a session knows. It is made of the session's DPoP key, which each sign-in makes anew and which no
 * refresh changes: nobody can guess it, nothing has to be kept here, and it is worth nothing once the session is gone.
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

    static boolean is(String secret, OAuthSession session) {
        // The session of an app password has no key, and began in no browser.
        return !session.dpopPrivateKeyJwk().isEmpty() && MessageDigest.isEqual(bytes(secret), bytes(of(session)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
