package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.store.StoreLimits;
import org.junit.jupiter.api.Test;

class RefreshLimitsTest {

    @Test
    void outerTimeoutsAreLongerThanInnerOnes() {
        assertThat(RefreshLimits.SENT_WITHIN.plus(SsrfSafeHttpClient.SINGLE_USE_RESPONSE_TIMEOUT))
                .isLessThan(RefreshLimits.SAVED_WITHIN);
        assertThat(RefreshLimits.SAVED_WITHIN).isLessThan(StoreLimits.CLOSE_PATIENCE);
        assertThat(RefreshLimits.LOCK_WAIT.plus(RefreshLimits.SAVED_WITHIN)).isLessThan(RefreshLimits.CALLER_WAIT);
    }
}
