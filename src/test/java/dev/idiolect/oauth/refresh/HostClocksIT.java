package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.TestHttpClients;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.jdbc.JdbcOAuthTokenStore;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hosts with one database, whose clocks are ten minutes slow and ten minutes fast. */
class HostClocksIT extends RefreshFixture {

    private static final Duration OFF = Duration.ofMinutes(10);

    private JdbcOAuthTokenStore database;
    private SessionRefresher slow;
    private SessionRefresher fast;
    private OAuthSession session;

    @BeforeEach
    void start() throws Exception {
        database = JdbcOAuthTokenStore.builder(PostgreSql.dataSource(PostgreSql.newSchema()))
                .open();
        slow = host(OFF.negated());
        fast = host(OFF);
        session = fake.session(DID);
        database.save(session);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private SessionRefresher host(Duration offset) {
        Clock hostClock = Clock.offset(Clock.systemUTC(), offset);
        Refresher refresher = Refresher.builder(new DpopProofFactory(new DpopNonces(), null, hostClock))
                .http(TestHttpClients.of(PATIENT, hostClock))
                .clock(hostClock)
                .build();
        return SessionRefresher.builder(database, refresher).clock(hostClock).build();
    }

    private OAuthSession use(SessionRefresher host) {
        return host.refreshIfNeeded(DID);
    }

    @Test
    void hostsUseTheSameTokensUntilTheyExpire() {
        fake.expireAccessTokens();
        OAuthSession renewed = slow.renew(use(slow));
        assertThat(use(fast)).isEqualTo(renewed);
        fake.expireAccessTokens();
        OAuthSession next = fast.renew(use(fast));
        assertThat(next.refreshJwt()).isNotEqualTo(renewed.refreshJwt());
        assertThat(use(slow)).isEqualTo(next);
        assertThat(slow.renew(renewed)).isEqualTo(next);
        assertThat(fake.refreshes()).isEqualTo(2);
        fake.assertNoViolations();
    }

    /** The clock of the slow host makes the new session look older than the refused one. */
    @Test
    void sessionWithAnEarlierTimeReplacesTheRefusedOne() {
        OAuthSession refused = fast.renew(use(fast));
        OAuthSession renewed = slow.renew(use(slow));
        assertThat(renewed.issuedAt()).isBefore(refused.issuedAt());
        assertThat(fast.renew(refused)).isEqualTo(renewed);
        assertThat(fake.refreshes()).isEqualTo(2);
        fake.assertNoViolations();
    }

    /** The fast host refreshes early, and the slow one uses the new tokens. */
    @Test
    void tokenThatIsExpiredForOneHostIsRefreshedOnce() {
        database.save(session.toBuilder()
                .expiresAt(Clock.systemUTC().instant().plus(OFF.dividedBy(2)))
                .build());
        assertThat(use(slow).refreshJwt()).isEqualTo(session.refreshJwt());
        OAuthSession refreshed = use(fast);
        assertThat(refreshed.refreshJwt()).isNotEqualTo(session.refreshJwt());
        assertThat(use(slow)).isEqualTo(refreshed);
        assertThat(use(fast)).isEqualTo(refreshed);
        assertThat(fake.refreshes()).isEqualTo(1);
        fake.assertNoViolations();
    }
}
