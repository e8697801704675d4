package dev.idiolect.oauth.dpop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.security.Provider;
import java.security.Security;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link Provider} that signs proofs.
 */
final class SignatureProviders {

    /** The fastest provider that is present and works. */
    static final String AUTO = "auto";

    /** The JDK's default. */
    static final String JDK = "jdk";

    /** Amazon Corretto Crypto Provider. */
    static final String ACCP = "accp";

    /** Conscrypt. */
    static final String CONSCRYPT = "conscrypt";

    private static final Logger LOG = System.getLogger(SignatureProviders.class.getName());

    private SignatureProviders() {}

    /**
     * Returns the provider with a name.
     *
     * @param name {@value #AUTO}, {@value #JDK}, {@value #ACCP}, {@value #CONSCRYPT}, or the name of a provider that is
     *     registered with {@link Security}
     * @return the provider, or null for the JDK's default
     * @throws DpopException if the named provider is missing or cannot sign; never for {@value #AUTO} and {@value #JDK}
     */
    static @Nullable Provider find(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case AUTO -> {
                Provider fastest = fastest();
                ProviderHint.log(fastest);
                yield fastest;
            }
            case JDK -> null;
            case ACCP -> required(name, accp());
            case CONSCRYPT -> required(name, conscrypt());
            default -> required(name, Security.getProvider(name));
        };
    }

    private static @Nullable Provider fastest() {
        for (Provider candidate : new Provider[] {accp(), conscrypt()}) {
            if (candidate != null && failure(candidate) == null) {
                return candidate;
            }
        }
        return null;
    }

    private static Provider required(String name, @Nullable Provider provider) {
        if (provider == null) {
            throw new DpopException("There is no crypto provider " + name + ": use " + AUTO
                    + ", " + JDK + ", " + ACCP + " (add software.amazon.cryptools:AmazonCorrettoCryptoProvider), "
                    + CONSCRYPT + " (add org.conscrypt:conscrypt-openjdk-uber), or the name of a registered provider");
        }
        Throwable failure = failure(provider);
        if (failure != null) {
            throw new DpopException("The crypto provider " + name + " cannot sign ES256 on this machine", failure);
        }
        return provider;
    }

    // ACCP and Conscrypt contain native code that may not run on this platform, so a trial signature must verify.
    private static @Nullable Throwable failure(Provider provider) {
        try {
            DpopKey trial = DpopKey.generate();
            String proof =
                    DpopKey.of(trial.privateJwk(), provider).proof("GET", URI.create("https://localhost/"), null, null);
            return ProofCheck.isSignedBy(trial, proof) ? null : new DpopException("Its trial signature is invalid");
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, "Not using the crypto provider " + provider.getName(), e);
            return e;
        }
    }

    private static @Nullable Provider accp() {
        return construct("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
    }

    private static @Nullable Provider conscrypt() {
        return construct("org.conscrypt.OpenSSLProvider");
    }

    private static @Nullable Provider construct(String className) {
        for (ClassLoader loader : new ClassLoader[] {
            Thread.currentThread().getContextClassLoader(), SignatureProviders.class.getClassLoader()
        }) {
            try {
                return Class.forName(className, true, loader)
                        .asSubclass(Provider.class)
                        .getConstructor()
                        .newInstance();
            } catch (ClassNotFoundException absent) {
                // The next class loader may have it.
            } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
                LOG.log(Level.DEBUG, className + " is present but cannot be used", e);
            } catch (InvocationTargetException | LinkageError | ClassCastException e) {
                LOG.log(Level.DEBUG, className + " is present but fails to start", e);
            }
        }
        return null;
    }
}
