package dev.idiolect.oauth.rest.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderResolver;

/**
 * Keeps the JDK from sending a {@code POST} again after its connection broke (JDK-6427251), which would create a record
 * twice. Jersey, the REST client of some runtimes, uses the JDK's {@code HttpURLConnection}.
 */
public final class UnrepeatedPosts {

    private static final Logger LOG = System.getLogger(UnrepeatedPosts.class.getName());
    private static final String PROPERTY = "sun.net.http.retryPost";

    private UnrepeatedPosts() {}

    /**
     * Like {@link #ensure}, for the REST client of the runtime. The JDK reads the property once, at its first request.
     */
    public static void ensureAtStart() {
        Class<?> restClient;
        try {
            restClient = RestClientBuilderResolver.instance().getClass();
        } catch (RuntimeException | LinkageError none) {
            return;
        }
        ensure(restClient);
    }

    /** Sets the JDK's property if the class belongs to Jersey, unless the property is set. */
    public static void ensure(Class<?> restClient) {
        if (restClient.getName().startsWith("org.glassfish.jersey.") && System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, "false");
            LOG.log(
                    Level.INFO,
                    "IDOA-0701: Set the system property {0}=false, because the JDK sends a POST again after its"
                            + " connection broke. A server that makes HTTP requests at its start, such as Payara, needs"
                            + " -D{0}=false on the command line",
                    PROPERTY);
        }
    }
}
