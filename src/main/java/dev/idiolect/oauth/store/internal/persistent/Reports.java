package dev.idiolect.oauth.store.internal.persistent;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.StoreReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Creates reports with their sessions. */
public final class Reports {

    private Reports() {}

    /** Runs a check, and returns its report with the sessions that it has passed on. */
    public static StoreReport withSessions(Function<Consumer<OAuthSession>, StoreReport> check) {
        List<OAuthSession> sessions = new ArrayList<>();
        StoreReport report = check.apply(sessions::add);
        return new StoreReport(sessions, report.pendingLogins(), report.encryption(), report.problems());
    }
}
