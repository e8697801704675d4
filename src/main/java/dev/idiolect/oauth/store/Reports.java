package dev.idiolect.oauth.store;

import dev.idiolect.oauth.session.OAuthSession;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Creates reports with their sessions. */
final class Reports {

    private Reports() {}

    /** Returns the report of a check, together with the sessions that the check has passed on. */
    static StoreReport withSessions(Function<Consumer<OAuthSession>, StoreReport> check) {
        List<OAuthSession> sessions = new ArrayList<>();
        StoreReport report = check.apply(sessions::add);
        return new StoreReport(sessions, report.pendingLogins(), report.encryption(), report.problems());
    }
}
