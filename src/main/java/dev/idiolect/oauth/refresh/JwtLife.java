package dev.idiolect.oauth.refresh;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * The end of a legacy token, which the answer that brings it doesn't give. Unlike an OAuth access token, a legacy one is a
 * JWT by specification.
 */
final class JwtLife {

    private JwtLife() {}

    /** When a token that was asked for just now ends by the local clock; null if it doesn't say, or can't be right. */
    static @Nullable Instant end(String jwt, Instant asked) {
        JWTClaimsSet claims = claims(jwt);
        if (claims == null || claims.getExpirationTime() == null) {
            return null;
        }
        // What counts is the time between: the server's clock is perhaps not ours.
        Date issued = claims.getIssueTime();
        Duration life = Duration.between(
                issued == null ? asked : issued.toInstant(),
                claims.getExpirationTime().toInstant());
        if (life.isNegative() || life.isZero()) {
            return null;
        }
        return asked.plus(life.compareTo(TokenResponse.LONGEST_LIFE) < 0 ? life : TokenResponse.LONGEST_LIFE);
    }

    private static @Nullable JWTClaimsSet claims(String jwt) {
        try {
            return JWTParser.parse(jwt).getJWTClaimsSet();
        } catch (ParseException | RuntimeException | StackOverflowError opaque) {
            return null;
        }
    }
}
