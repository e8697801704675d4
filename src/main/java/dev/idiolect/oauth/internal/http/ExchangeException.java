package dev.idiolect.oauth.internal.http;

import java.io.IOException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Why a request was not made or has no answer. The message holds nothing of what was sent or received. */
public final class ExchangeException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean transientFailure;
    private final boolean refused;

    ExchangeException(String message, boolean transientFailure, @Nullable Throwable cause) {
        this(message, transientFailure, false, cause);
    }

    private ExchangeException(String message, boolean transientFailure, boolean refused, @Nullable Throwable cause) {
        super(message, cause);
        this.transientFailure = transientFailure;
        this.refused = refused;
    }

    static ExchangeException refused(String rule) {
        return new ExchangeException("not asked, as " + rule, false, true, null);
    }

    static ExchangeException permanentFailure(String message) {
        return new ExchangeException(message, false, null);
    }

    public static ExchangeException transientFailure(String message) {
        return new ExchangeException(message, true, null);
    }

    /**
     * Returns whether the same request may work later.
     *
     * @return true for the network, a time limit, and too much at once
     */
    public boolean isTransient() {
        return transientFailure;
    }

    /**
     * Returns whether the host name could not be resolved.
     *
     * @return true for a name that does not exist, and for an outage of DNS, which looks the same
     */
    public boolean isUnknownHost() {
        return getCause() instanceof UnknownHostException;
    }

    /**
     * Returns whether nothing was sent, because the URL is none that may be asked, whatever its host stands for.
     *
     * @return true if the guard said no to the URL
     */
    public boolean isRefused() {
        return refused;
    }
}
