package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.http.CallerContext;
import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.session.InvalidDidException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.SessionSummary;
import dev.idiolect.oauth.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One run of the sweep, which refreshes idle sessions: see {@link SessionRefresher#refreshExpiring}. It only decides which
 * session is refreshed when. Each refresh is like that of a call: it is shared with callers, and holds the store's lock.
 * Used by one thread.
 */
final class Sweep {

    private static final Logger LOG = System.getLogger(Sweep.class.getName());

    /** The delay for the sessions of a server that fails repeatedly. */
    static final Duration SERVER_PAUSE = Duration.ofMinutes(15);

    /** The outcome of a refresh. If {@code fresh}, another process had already refreshed the session. */
    private record Outcome(
            SessionSummary session,
            Duration time,
            boolean fresh,
            @Nullable Throwable failure) {}

    private final RefreshFlights flights;
    private final Duration idleFor;
    private final Clock clock;
    private final SweptServers servers;
    private final SweepClaims claims;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final SweepReport report = new SweepReport();
    private boolean warned;

    Sweep(IdleSessions idle, RefreshFlights flights, Duration idleFor, Clock clock, SweptServers servers) {
        this.claims = new SweepClaims(idle, servers, clock);
        this.flights = flights;
        this.idleFor = idleFor;
        this.clock = clock;
        this.servers = servers;
    }

    /** Returns the name of the server whose limits a session shares. */
    static String server(SessionSummary session) {
        return session.issuer().orElse(session.pdsUrl());
    }

    /** Refreshes all idle sessions. If the thread is interrupted, stops early and lets running refreshes continue. */
    SweepReport run() {
        try {
            do {
                claims.giveBack();
                claims.claim();
                start();
                if (servers.running() > 0) {
                    endNext();
                }
            } while (servers.waiting() > 0 || servers.running() > 0 || !claims.isExhausted());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // After an interrupt or a failure of the store, another host can refresh the rest at once.
            claims.postpone(servers.drain(), Duration.ZERO);
        }
        return report;
    }

    private void start() throws InterruptedException {
        Optional<SessionSummary> next = servers.start();
        while (next.isPresent()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            refresh(next.get());
            next = servers.start();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The queue gets the outcome.
    private void refresh(SessionSummary session) {
        Instant start = clock.instant();
        AtomicBoolean fresh = new AtomicBoolean();
        Predicate<OAuthSession> usable = stored -> {
            boolean usableNow = stored.issuedAt().isAfter(clock.instant().minus(idleFor));
            fresh.compareAndSet(false, usableNow);
            return usableNow;
        };
        flights.refreshUnlessLater(session.did(), usable, RefreshCause.EXPIRY)
                .whenComplete((refreshed, failure) -> outcomes.add(new Outcome(
                        session,
                        Duration.between(start, clock.instant()),
                        fresh.get(),
                        failure == null ? null : CallerContext.cause(failure))));
    }

    // Waits only for a limited time, because a server can become slow while its refreshes run.
    private void endNext() throws InterruptedException {
        Outcome outcome = outcomes.poll(ServerTimes.SLOW.toMillis(), TimeUnit.MILLISECONDS);
        if (outcome != null) {
            end(outcome);
        }
    }

    private void end(Outcome outcome) {
        SessionSummary session = outcome.session();
        Throwable failure = reason(outcome.failure());
        boolean failedAtServer = failure instanceof RefreshException e && e.isTransient() && e.isFromTokenEndpoint();
        boolean tooManyFailures = servers.end(session, timeAtServer(outcome), failedAtServer);
        if (failure == null) {
            count(outcome.fresh());
        } else if (failure instanceof ReauthenticationRequiredException) {
            report.countEnded();
        } else if (failure instanceof NoSessionException) {
            report.countNotDue();
        } else if (failure instanceof RefreshException e) {
            failed(session, e, tooManyFailures);
        } else if (failure instanceof InvalidDidException e) {
            LOG.log(Level.WARNING, "IDOA-0605: Skipped an idle session: {0}", e.getMessage());
            failed(session, Durations.withJitter(SweepDelays.PERMANENT));
        } else if (failure instanceof StoreException e) {
            log(e);
            failed(session, SweepDelays.afterFailure(e));
        } else {
            // This failure must not stop the refreshes of the other sessions.
            LOG.log(Level.WARNING, "IDOA-0606: Cannot refresh " + session.did(), failure);
            failed(session, Durations.withJitter(SweepDelays.PERMANENT));
        }
    }

    // Without a permit, for example because a disk is full, the refresh failed in the store.
    private static @Nullable Throwable reason(@Nullable Throwable failure) {
        return failure instanceof RefreshException e
                        && e.isTokenUnused()
                        && e.getCause() instanceof StoreException store
                ? store
                : failure;
    }

    // One warning for each run, because permanent failures usually have the same cause for all sessions.
    private void log(OAuthException failure) {
        boolean warns = !warned && !failure.isTransient();
        LOG.log(
                warns ? Level.WARNING : Level.DEBUG,
                "IDOA-0607: Idle session not refreshed: {0}",
                failure.getMessage());
        warned |= warns;
    }

    /** Returns the duration of the refresh at the server, or null if the outcome does not show the server's speed. */
    private static @Nullable Duration timeAtServer(Outcome outcome) {
        boolean refreshed = outcome.failure() == null && !outcome.fresh();
        boolean failed = outcome.failure() instanceof ReauthenticationRequiredException
                || (outcome.failure() instanceof RefreshException e && isOfServer(e, outcome.time()));
        return refreshed || failed ? outcome.time() : null;
    }

    // A failure before the token request counts only if it took long: the request for a server's metadata can hang too.
    // A refresh that is rejected because of an earlier failure takes no time.
    private static boolean isOfServer(RefreshException failure, Duration time) {
        return failure.isFromTokenEndpoint()
                || (!(failure.getCause() instanceof StoreException) && time.compareTo(ServerTimes.SLOW) > 0);
    }

    private void count(boolean fresh) {
        if (fresh) {
            report.countNotDue();
        } else {
            report.countRefreshed();
        }
    }

    private void failed(SessionSummary session, Duration delay) {
        report.countFailed();
        claims.postpone(List.of(session.did()), delay);
    }

    private void failed(SessionSummary session, RefreshException failure, boolean tooManyFailures) {
        log(failure);
        Duration limit = SweepDelays.limit(failure);
        if (failure.isFromTokenEndpoint() && !limit.isZero()) {
            postponeServer(session, limit);
            report.countPostponed(1, limit);
            claims.postpone(List.of(session.did()), Durations.withJitter(limit));
            return;
        }
        report.countFailed();
        claims.postpone(List.of(session.did()), SweepDelays.afterFailure(session, failure, idleFor, clock.instant()));
        if (tooManyFailures) {
            postponeServer(session, SERVER_PAUSE);
        }
    }

    private void postponeServer(SessionSummary session, Duration delay) {
        List<String> dids = servers.close(session, clock.instant().plus(delay));
        if (!dids.isEmpty()) {
            report.countPostponed(dids.size(), delay);
            claims.postpone(dids, Durations.withJitter(delay));
        }
    }
}
