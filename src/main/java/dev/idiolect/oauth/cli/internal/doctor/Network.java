package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The Internet as the checks see it, which tests replace. */
public interface Network {

    /** The timeout of each request. */
    Duration TIMEOUT = Duration.ofSeconds(10);

    SsrfSafeHttpClient http(NetworkPolicy policy);

    /**
     * Returns a resolver.
     *
     * @param handleResolver the origin of the service that resolves handles, or null
     * @param plcUrl the origin of the PLC directory
     */
    IdentityResolver identities(@Nullable String handleResolver, String plcUrl, NetworkPolicy policy);

    /** Returns the network of this machine. */
    static Network system(Clock clock) {
        return new Network() {
            @Override
            public SsrfSafeHttpClient http(NetworkPolicy policy) {
                return new SsrfSafeHttpClient(TIMEOUT, policy, clock, Telemetry.none());
            }

            @Override
            public IdentityResolver identities(@Nullable String handleResolver, String plcUrl, NetworkPolicy policy) {
                return IdentityResolver.builder()
                        .handleResolver(handleResolver)
                        .plcUrl(plcUrl)
                        .timeout(TIMEOUT)
                        .development(policy.allowsLoopbackHttp())
                        .clock(clock)
                        .build();
            }
        };
    }
}
