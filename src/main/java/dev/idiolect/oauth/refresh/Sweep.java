package dev.idiolect.oauth.refresh;

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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One run of the sweep, on one thread. It only chooses the sessions and the time. Each refresh is an ordinary one: callers
 * share it, and it holds the store's lock.
 */
final class Sweep {

    private static final Logger LOG = System.getLogger(Sweep.class.getName());

    /** The wait of the sessions of a server that keeps failing. */
    static final Duration SERVER_PAUSE = Duration.ofMinutes(15);

    /** The outcome of a refresh. If {@code fresh}, another process had refreshed the session already. */
    private record Outcome(
            SessionSummary session,
            Duration time,
            boolean fresh,
            @Nullable Throwable failure) {}

    private final IdleSessions idle;
    private final RefreshFlights flights;
    private final Duration idleFor;
    private final Clock clock;
    private final SweptServers servers;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final SweepReport report = new SweepReport();

    // The excluded servers of the last claim, if it returned no session.
    private @Nullable Set<String> exhausted;

    Sweep(IdleSessions idle, RefreshFlights flights, Duration idleFor, Clock clock, SweptServers servers) {
        this.idle = idle;
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
                claim();
                start();
                if (servers.running() > 0) {
                    end(outcomes.take());
                }
            } while (servers.waiting() > 0 || servers.running() > 0 || !isExhausted(servers.excluded(clock.instant())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // The run was interrupted, or the store failed: another host may continue at once.
            postpone(servers.drain(), Duration.ZERO);
        }
        return report;
    }

    private void claim() {
        Set<String> excluded = servers.excluded(clock.instant());
        boolean progress = true;
        while (progress && servers.room() >= SweptServers.MAX_WAITING / 2 && !isExhausted(excluded)) {
            List<SessionSummary> claimed = idle.next(servers.room(), excluded);
            exhausted = claimed.isEmpty() ? excluded : null;
            int waiting = servers.waiting();
            for (SessionSummary session : claimed) {
                if (!session.refreshExpired(clock.instant())) {
                    servers.add(session);
                }
            }
            giveBack();
            progress = servers.waiting() > waiting;
            excluded = servers.excluded(clock.instant());
        }
    }

    private boolean isExhausted(Set<String> excluded) {
        return exhausted != null && excluded.containsAll(exhausted);
    }

    /** Gives back sessions that slow servers cannot refresh soon. */
    private void giveBack() {
        List<SessionSummary> excess = servers.excess();
        if (!excess.isEmpty()) {
            exhausted = null;
            unlessStoreFails(() -> idle.giveBack(excess));
        }
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

    private void end(Outcome outcome) {
        SessionSummary session = outcome.session();
        Throwable failure = outcome.failure();
        boolean failedAtServer = failure instanceof RefreshException e && e.isTransient() && e.isFromTokenEndpoint();
        boolean tooManyFailures = servers.end(session, timeAtServer(outcome), failedAtServer);
        giveBack();
        if (failure == null) {
            count(outcome.fresh());
        } else if (failure instanceof ReauthenticationRequiredException) {
            report.countEnded();
        } else if (failure instanceof NoSessionException) {
            report.countNotDue();
        } else if (failure instanceof RefreshException e) {
            failed(session, e, tooManyFailures);
        } else if (failure instanceof InvalidDidException e) {
            LOG.log(Level.WARNING, "Cannot refresh a session: {0}", e.getMessage());
            failed(session, SweepDelays.PERMANENT);
        } else if (failure instanceof StoreException e) {
            LOG.log(Level.DEBUG, "Cannot refresh {0}: {1}", session.did(), e.getMessage());
            failed(session, e.isTransient() ? SweepDelays.SHORTEST : SweepDelays.PERMANENT);
        } else {
            // The sessions after this one must not wait until it can be refreshed.
            LOG.log(Level.WARNING, "Cannot refresh " + session.did(), failure);
            failed(session, SweepDelays.PERMANENT);
        }
    }

    /** Returns the time of an attempted refresh, or null for other outcomes, which say nothing about the server. */
    private static @Nullable Duration timeAtServer(Outcome outcome) {
        boolean refreshed = outcome.failure() == null && !outcome.fresh();
        boolean failed = outcome.failure() instanceof ReauthenticationRequiredException
                || (outcome.failure() instanceof RefreshException e && isOfServer(e, outcome.time()));
        return refreshed || failed ? outcome.time() : null;
    }

    // A failure before the token request counts only if it took long, because a server's metadata can hang too. A delay
    // after an earlier failure takes no time.
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
        postpone(List.of(session.did()), Durations.withJitter(delay));
    }

    private void failed(SessionSummary session, RefreshException failure, boolean tooManyFailures) {
        LOG.log(Level.DEBUG, failure.getMessage());
        Duration limit = SweepDelays.limit(failure);
        if (failure.isFromTokenEndpoint() && !limit.isZero()) {
            postponeServer(session, limit);
            report.countPostponed(1, limit);
            postpone(List.of(session.did()), Durations.withJitter(limit));
            return;
        }
        report.countFailed();
        postpone(List.of(session.did()), SweepDelays.afterFailure(session, failure, idleFor, clock.instant()));
        if (tooManyFailures) {
            postponeServer(session, SERVER_PAUSE);
        }
    }

    private void postponeServer(SessionSummary session, Duration delay) {
        List<String> dids = servers.close(session, clock.instant().plus(delay));
        if (!dids.isEmpty()) {
            report.countPostponed(dids.size(), delay);
            postpone(dids, Durations.withJitter(delay));
        }
    }

    private void postpone(Collection<String> dids, Duration delay) {
        if (!dids.isEmpty()) {
            unlessStoreFails(() -> idle.postpone(dids, delay));
        }
    }

    // A failure is only logged: the sessions can then be claimed again when their claims end.
    private static void unlessStoreFails(Runnable change) {
        try {
            change.run();
        } catch (StoreException e) {
            LOG.log(Level.DEBUG, "Cannot postpone refreshes: {0}", e.getMessage());
        }
    }
}
