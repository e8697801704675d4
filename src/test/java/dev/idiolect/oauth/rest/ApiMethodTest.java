package dev.idiolect.oauth.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.rest.internal.PdsRouted;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiMethodTest {

    interface Base {
        void inherited(String text);
    }

    @DpopSigned
    interface Api extends Base {
        void whole();

        @PdsRouted
        void own(List<String> list);
    }

    interface Mixed {
        @DpopSigned
        void signed();

        void plain();
    }

    interface Both {
        @DpopSigned
        @PdsRouted
        void torn();
    }

    /** What a runtime generates: the methods again, without annotations. */
    static class Wrapper implements Api {
        @Override
        public void inherited(String text) {}

        @Override
        public void whole() {}

        @Override
        public void own(List<String> list) {}
    }

    static class Generated extends Wrapper {}

    @Test
    void findsTheInterfaceBehindAGeneratedClass() throws Exception {
        Method seen = Wrapper.class.getMethod("whole");
        assertThat(ApiMethod.of(seen, new Generated()))
                .isEqualTo(new ApiMethod(Api.class, Api.class.getMethod("whole"), Routing.SIGNED));
        assertThat(ApiMethod.of(seen, null).api()).isEqualTo(Api.class);
    }

    @Test
    void methodGoesBeforeItsInterface() throws Exception {
        ApiMethod own = ApiMethod.of(Wrapper.class.getMethod("own", List.class), new Wrapper());
        assertThat(own.treatment()).isEqualTo(Routing.ROUTED);
    }

    @Test
    void interfaceSpeaksForInheritedMethods() throws Exception {
        Method seen = Base.class.getMethod("inherited", String.class);
        ApiMethod inherited = ApiMethod.of(seen, new Wrapper());
        assertThat(inherited.treatment()).isEqualTo(Routing.SIGNED);
        assertThat(inherited.isSame(seen)).isTrue();
        assertThat(inherited.isSame(Api.class.getMethod("whole"))).isFalse();
    }

    @Test
    void plainMethodOfAMixedInterfaceIsNoneOfOurBusiness() throws Exception {
        assertThat(ApiMethod.find(Mixed.class, Mixed.class.getMethod("plain"))).isNull();
        assertThat(Routing.anyIn(Mixed.class)).isTrue();
        assertThat(Routing.anyIn(Base.class)).isFalse();
    }

    @Test
    void whatIsNoRestClientIsNamed() throws Exception {
        Method seen = String.class.getMethod("length");
        assertThatThrownBy(() -> ApiMethod.of(seen, "text"))
                .isInstanceOf(UnsignedCallException.class)
                .hasMessageContaining("java.lang.String.length");
    }

    @Test
    void bothAnnotationsOnOneMethodAreRefused() {
        assertThatThrownBy(() -> Routing.anyIn(Both.class))
                .isInstanceOf(OAuthException.class)
                .hasMessageContaining("torn");
    }
}
