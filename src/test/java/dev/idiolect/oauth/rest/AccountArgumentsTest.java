package dev.idiolect.oauth.rest;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static dev.idiolect.oauth.rest.ClientApp.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AccountArgumentsTest {

    private record Named(String repo, String text) {}

    private record Other(Integer repo, String text) {}

    private static class Bean {
        @SuppressWarnings("unused")
        public String getRepo() {
            return ALICE;
        }
    }

    @DpopSigned
    interface Api {
        void call(Object body, @HeaderParam(DpopSigned.ACCOUNT) String account);

        void lower(@HeaderParam("idiolect-account") String account);

        void search(@QueryParam("repo") String repo, @HeaderParam(DpopSigned.ACCOUNT) String account);

        void nothing();
    }

    @Test
    void recordOrHeaderNamesTheAccount() {
        assertThat(account("call", new Named(ALICE, "x"), null)).isEqualTo(ALICE);
        assertThat(account("call", "x", ALICE)).isEqualTo(ALICE);
        assertThat(account("call", new Named(ALICE, "x"), ALICE)).isEqualTo(ALICE);
        assertThat(account("lower", ALICE)).isEqualTo(ALICE);
    }

    @Test
    void sameNamesAreTheSameArguments() {
        AccountArguments alice = new AccountArguments(ALICE, BOB);
        assertThat(alice.isSame(new AccountArguments(ALICE, BOB))).isTrue();
        assertThat(alice.isSame(new AccountArguments(BOB, BOB))).isFalse();
        assertThat(alice.isSame(new AccountArguments(ALICE, null))).isFalse();
        assertThat(new AccountArguments(null, null).isSame(new AccountArguments(null, null)))
                .isTrue();
    }

    @Test
    void comparingPinsNoClassLoader() throws Exception {
        WeakReference<ClassLoader> application = compared();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return application.get() == null;
        });
    }

    private static WeakReference<ClassLoader> compared() throws Exception {
        URL home = AccountArguments.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader application = new URLClassLoader(new URL[] {home}, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = application.loadClass(AccountArguments.class.getName());
            Constructor<?> constructor = type.getDeclaredConstructor(String.class, String.class);
            constructor.setAccessible(true);
            Method isSame = type.getDeclaredMethod("isSame", type);
            isSame.setAccessible(true);
            Object alice = constructor.newInstance(ALICE, null);
            assertThat(isSame.invoke(alice, constructor.newInstance(ALICE, null)))
                    .isEqualTo(true);
            return new WeakReference<>(application);
        }
    }

    @Test
    void blankCountsAsAbsent() {
        assertThat(account("call", new Named(" ", "x"), "")).isNull();
        assertThat(account("call", new Named(null, "x"), " \t")).isNull();
        assertThat(account("call", new Named(" ", "x"), BOB)).isEqualTo(BOB);
        assertThat(account("call", null, null)).isNull();
        assertThat(account("nothing")).isNull();
    }

    @Test
    void otherTypesNameNoAccount() {
        assertThat(account("call", new Other(7, "x"), null)).isNull();
        assertThat(account("call", new Bean(), null)).isNull();
    }

    @Test
    void queryNamesARepositoryAndNoAccount() {
        AccountArguments named = AccountArguments.of(api("search"), new Object[] {BOB, ALICE});
        assertThat(named).isEqualTo(new AccountArguments(ALICE, BOB));
    }

    @Test
    void twoDifferentAccountsAreRefused() {
        assertThatThrownBy(() -> account("call", new Named(ALICE, "x"), BOB))
                .isInstanceOf(AccountException.class)
                .hasMessageContaining(ALICE)
                .hasMessageContaining(BOB);
    }

    private static String account(String method, Object... arguments) {
        return AccountArguments.of(api(method), arguments).account();
    }

    private static ApiMethod api(String name) {
        Method method = Arrays.stream(Api.class.getMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return ApiMethod.find(Api.class, method);
    }
}
