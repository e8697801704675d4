package dev.idiolect.oauth.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.testkit.PendingLoginsContract;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that breaks a rule for pending logins fails the tests of this rule, and no others. */
@Execution(ExecutionMode.CONCURRENT)
class BrokenPendingLoginsTest {

    private static final int MAX = 10;

    @ExtendWith(ContractRun.Store.class)
    static final class Logins extends PendingLoginsContract {

        private final Broken<Map<String, Entry>, PendingLogins> broken;

        Logins(Broken<Map<String, Entry>, PendingLogins> broken) {
            this.broken = broken;
        }

        @Override
        protected PendingLogins open() {
            return broken.opener().apply(new ConcurrentHashMap<>());
        }

        @Override
        protected int limit() {
            return MAX;
        }
    }

    private static final class Entry {

        final String body;
        final Instant expiresAt;

        Entry(String body, Instant expiresAt) {
            this.body = body;
            this.expiresAt = expiresAt;
        }
    }

    /** Correct logins. Subclasses break rules. */
    private static class OwnLogins implements PendingLogins {

        final Map<String, Entry> entries;

        OwnLogins(Map<String, Entry> entries) {
            this.entries = entries;
        }

        @Override
        public synchronized void save(String state, String body, Instant expiresAt) {
            if (!isState(state) || body.length() > maxBody()) {
                throw StoreException.permanentFailure("The login is too long, or its state is invalid", null);
            }
            if (entries.size() >= limit()) {
                throw full();
            }
            entries.put(key(state), new Entry(body, expiresAt));
        }

        boolean isState(String state) {
            return state.matches("[\\x21-\\x7e]{1,512}");
        }

        int maxBody() {
            return 16_384;
        }

        int limit() {
            return MAX;
        }

        StoreException full() {
            return StoreException.transientFailure("Too many logins are pending", null);
        }

        String key(String state) {
            return state;
        }

        @Override
        public Optional<String> consume(String state) {
            Entry entry = remove(state);
            return entry == null || isExpired(entry) ? Optional.empty() : Optional.of(entry.body);
        }

        @Nullable
        Entry remove(String state) {
            return entries.remove(key(state));
        }

        boolean isExpired(Entry entry) {
            return !Instant.now().isBefore(entry.expiresAt);
        }
    }

    static Stream<Broken<Map<String, Entry>, PendingLogins>> logins() {
        return Stream.of(
                Broken.of("correct logins", OwnLogins::new),
                Broken.of(
                        "keeps consumed logins",
                        entries -> new OwnLogins(entries) {
                            @Override
                            @Nullable
                            Entry remove(String state) {
                                return entries.get(state);
                            }
                        },
                        "loginIsConsumedOnce",
                        "onlyOneThreadGetsALogin",
                        "loginsOverTheLimitAreRejected"),
                Broken.of(
                        "finds a login before it removes it",
                        entries -> new OwnLogins(entries) {
                            @Override
                            @Nullable
                            Entry remove(String state) {
                                Entry entry = entries.get(state);
                                LockSupport.parkNanos(2_000_000);
                                entries.remove(state);
                                return entry;
                            }
                        },
                        "onlyOneThreadGetsALogin"),
                Broken.of(
                        "ignores the case of states",
                        entries -> new OwnLogins(entries) {
                            @Override
                            String key(String state) {
                                return state.toLowerCase(Locale.ROOT);
                            }
                        },
                        "unknownStateIsEmpty"),
                Broken.of(
                        "trims states",
                        entries -> new OwnLogins(entries) {
                            @Override
                            String key(String state) {
                                return state.strip();
                            }
                        },
                        "anyOtherTextFindsNothing"),
                Broken.of(
                        "returns expired logins",
                        entries -> new OwnLogins(entries) {
                            @Override
                            boolean isExpired(Entry entry) {
                                return false;
                            }
                        },
                        "expiredLoginIsNeverReturned"),
                Broken.of(
                        "takes long bodies",
                        entries -> new OwnLogins(entries) {
                            @Override
                            int maxBody() {
                                return Integer.MAX_VALUE;
                            }
                        },
                        "longBodyIsRejected"),
                Broken.of(
                        "has no limit",
                        entries -> new OwnLogins(entries) {
                            @Override
                            int limit() {
                                return Integer.MAX_VALUE;
                            }
                        },
                        "loginsOverTheLimitAreRejected"),
                Broken.of(
                        "is full for good",
                        entries -> new OwnLogins(entries) {
                            @Override
                            StoreException full() {
                                return StoreException.permanentFailure("Too many logins are pending", null);
                            }
                        },
                        "loginsOverTheLimitAreRejected"),
                Broken.of(
                        "takes any text for a state",
                        entries -> new OwnLogins(entries) {
                            @Override
                            boolean isState(String state) {
                                return true;
                            }
                        },
                        "invalidStateIsRejected"),
                Broken.of(
                        "takes only file names for a state",
                        entries -> new OwnLogins(entries) {
                            @Override
                            boolean isState(String state) {
                                return super.isState(state) && !state.contains("/");
                            }
                        },
                        "stateMayContainAnyVisibleCharacter"));
    }

    @ParameterizedTest
    @MethodSource("logins")
    void brokenLoginsFailTheTestsOfTheirRule(Broken<Map<String, Entry>, PendingLogins> broken) {
        ContractRun.requireFailures(Logins.class, broken);
    }

    @Test
    void eachRuleFailsForSomeLogins() {
        assertThat(logins().flatMap(store -> store.failing().stream()).collect(Collectors.toSet()))
                .isEqualTo(ContractRun.tests(Logins.class));
    }
}
