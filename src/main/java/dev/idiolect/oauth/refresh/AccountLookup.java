package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpOrigin;
import dev.idiolect.oauth.internal.http.InvalidUrlException;
import dev.idiolect.oauth.session.OAuthSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The lookups of one refresh. They share one short time limit, {@link RefreshLimits#LOOKED_UP_WITHIN}, and never fail:
 * a result that is not ready in time is unknown.
 */
final class AccountLookup {

    private static final Logger LOG = System.getLogger(AccountLookup.class.getName());

    private final AccountLocator locator;
    private final @Nullable IdentityResolver identities;
    private final OAuthSession session;
    private final @Nullable String origin;
    private final Instant start;
    private final long deadline = System.nanoTime() + RefreshLimits.LOOKED_UP_WITHIN.toNanos();

    AccountLookup(AccountLocator locator, @Nullable IdentityResolver identities, OAuthSession session, Instant start) {
        this.locator = locator;
        this.session = session;
        this.start = start;
        this.origin = origin(session);
        // The public PLC directory knows nothing of the accounts on this machine.
        this.identities = isLocal(origin) && identities != null && !identities.isDevelopment() ? null : identities;
    }

    /** Returns the PDS in the account's DID document, if it is known and differs from the session's. */
    Optional<String> newPds() {
        if (identities == null || origin == null) {
            locator.cancelRecheck(session.did());
            return Optional.empty();
        }
        IdentityResolver resolver = identities;
        await(() -> locator.fetchServer(resolver, session.did(), null));
        if (namedElsewhere().isPresent()) {
            // The session may be newer than the cached document: a login or another process may have moved it.
            await(() -> locator.fetchServer(resolver, session.did(), start));
        }
        return namedElsewhere();
    }

    private Optional<String> namedElsewhere() {
        AccountLocator.Known<String> known = locator.server(session.did());
        return known == null ? Optional.empty() : elsewhere(known.value());
    }

    /** Returns whether a DID document that was fetched for this refresh, and not from the cache, names a PDS. */
    boolean confirms(String pdsUrl) {
        if (identities == null) {
            return false;
        }
        IdentityResolver resolver = identities;
        await(() -> locator.fetchServer(resolver, session.did(), start));
        AccountLocator.Known<String> known = locator.server(session.did());
        return known != null && known.isNotOlderThan(start) && known.value().equals(pdsUrl);
    }

    /**
     * Returns the PDS in a DID document that the session's server has sent, if it is valid and differs from the
     * session's.
     */
    Optional<String> newPdsIn(@Nullable Object didDocument) {
        if (identities == null || !(didDocument instanceof Map<?, ?> members)) {
            return Optional.empty();
        }
        try {
            @SuppressWarnings("unchecked") // From JSON.
            Map<String, Object> json = (Map<String, Object>) members;
            return elsewhere(identities.pdsUrl(session.did(), json));
        } catch (IdentityException invalid) {
            return Optional.empty();
        }
    }

    /** Makes the next refresh fetch the DID document again, because another server knows a newer one. */
    void renewNextTime() {
        locator.recheck(session.did());
    }

    /** Verifies the handle if that is due. Waits only shortly, because a refresh does not need the result. */
    void verifyHandle() {
        if (identities != null) {
            IdentityResolver resolver = identities;
            long limit = System.nanoTime() + RefreshLimits.HANDLE_VERIFIED_WITHIN.toNanos();
            await(() -> locator.fetchHandle(resolver, session.did()), limit - deadline < 0 ? limit : deadline);
        }
    }

    /**
     * Returns the handle as last verified, or null if the account has none; {@code otherwise} if it was never verified.
     */
    @Nullable
    String handleOr(@Nullable String otherwise) {
        AccountLocator.Known<Optional<String>> known = identities == null ? null : locator.handle(session.did());
        return known == null ? otherwise : known.value().orElse(null);
    }

    /** Returns the result of a task if it is ready in time. */
    <T> Optional<T> within(Callable<T> task) {
        return await(() -> locator.submit(task));
    }

    private Optional<String> elsewhere(String pdsUrl) {
        // A remote server must not direct requests to this machine.
        boolean allowed = !isLocal(pdsUrl) || isLocal(origin);
        return allowed && !pdsUrl.equals(origin) ? Optional.of(pdsUrl) : Optional.empty();
    }

    private interface Start<T> {
        @Nullable
        Future<T> start() throws ExchangeException;
    }

    private <T> Optional<T> await(Start<T> lookup) {
        return await(lookup, deadline);
    }

    private <T> Optional<T> await(Start<T> lookup, long until) {
        try {
            Future<T> result = lookup.start();
            return result == null
                    ? Optional.empty()
                    : Optional.ofNullable(result.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (ExchangeException | TimeoutException e) {
            LOG.log(Level.DEBUG, "A lookup for {0} did not finish in time", session.did());
        } catch (ExecutionException e) {
            LOG.log(Level.DEBUG, "A lookup for {0} failed: {1}", session.did(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private static @Nullable String origin(OAuthSession session) {
        try {
            return HttpOrigin.ofSecure(session.pdsUrl());
        } catch (InvalidUrlException invalid) {
            return null;
        }
    }

    private static boolean isLocal(@Nullable String origin) {
        return origin != null && origin.startsWith("http:");
    }
}
