package dev.idiolect.oauth.dpop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Provider;
import org.jspecify.annotations.Nullable;

/** Logs which crypto provider signs proofs, and how to sign faster. */
final class ProviderHint {

    private static final Logger LOG = System.getLogger(ProviderHint.class.getName());

    /** The first JDK whose faster P-256 arithmetic was measured. */
    private static final int FASTER_JDK = 25;

    private ProviderHint() {}

    static void log(@Nullable Provider provider) {
        LOG.log(
                Level.INFO,
                "IDOA-0702: "
                        + text(
                                provider == null ? null : provider.getName(),
                                Runtime.version().feature()));
    }

    /**
     * Returns the text to log.
     *
     * @param provider the name of the provider, or null for the JDK's default
     * @param jdk the feature version of the JDK
     */
    static String text(@Nullable String provider, int jdk) {
        if (provider != null) {
            return "DPoP proofs are signed by " + provider + ": tens of thousands a second on each processor";
        }
        boolean faster = jdk >= FASTER_JDK;
        return "DPoP proofs are signed by the JDK: about " + (faster ? "8,000" : "2,000")
                + " a second on each processor. To sign about " + (faster ? 8 : 30)
                + " times as fast, add the dependency software.amazon.cryptools:AmazonCorrettoCryptoProvider with the"
                + " classifier of your platform, such as linux-x86_64";
    }
}
