package dev.idiolect.oauth.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        void contradicting();
    }

    /** Like a class that a runtime generates: the same methods, without annotations. */
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
        ApiMethod found = ApiMethod.of(seen, new Generated());
        assertThat(found.method()).isEqualTo(Api.class.getMethod("whole"));
        assertThat(found.routing()).isEqualTo(Routing.SIGNED);
        assertThat(found.name()).isEqualTo("Api.whole");
        assertThat(ApiMethod.of(seen, null).name()).isEqualTo("Api.whole");
    }

    @Test
    void annotationOnAMethodOverridesItsInterface() throws Exception {
        ApiMethod own = ApiMethod.of(Wrapper.class.getMethod("own", List.class), new Wrapper());
        assertThat(own.routing()).isEqualTo(Routing.UNSIGNED);
    }

    @Test
    void annotationOnAnInterfaceAppliesToInheritedMethods() throws Exception {
        Method seen = Base.class.getMethod("inherited", String.class);
        ApiMethod inherited = ApiMethod.of(seen, new Wrapper());
        assertThat(inherited.routing()).isEqualTo(Routing.SIGNED);
        assertThat(inherited.isSame(seen)).isTrue();
        assertThat(inherited.isSame(Api.class.getMethod("whole"))).isFalse();
    }

    @Test
    void methodWithoutAnnotationIsIgnored() throws Exception {
        assertThat(ApiMethod.find(Mixed.class, Mixed.class.getMethod("plain"))).isNull();
        assertThat(Routing.appliesTo(Mixed.class)).isTrue();
        assertThat(Routing.appliesTo(Base.class)).isFalse();
    }

    @Test
    void methodsAreLookedUpOnce() throws Exception {
        ApiMethods methods = new ApiMethods();
        Method seen = Wrapper.class.getMethod("whole");
        ApiMethod intercepted = methods.of(seen, new Generated());
        assertThat(intercepted.method()).isEqualTo(Api.class.getMethod("whole"));
        assertThat(methods.of(Wrapper.class.getMethod("whole"), new Generated()))
                .isSameAs(intercepted);
        assertThat(methods.of(seen, null).method()).isEqualTo(Api.class.getMethod("whole"));
        ApiMethod declared = methods.find(Api.class, Api.class.getMethod("whole"));
        assertThat(methods.find(Api.class, Api.class.getMethod("whole"))).isSameAs(declared);
        assertThat(methods.find(Mixed.class, Mixed.class.getMethod("plain"))).isNull();
        assertThat(methods.find(Mixed.class, Mixed.class.getMethod("plain"))).isNull();
        assertThat(methods.find(Mixed.class, Mixed.class.getMethod("signed"))).isNotNull();
    }

    @Test
    void methodOutsideARestClientIsRefusedByName() throws Exception {
        Method seen = String.class.getMethod("length");
        assertThatThrownBy(() -> ApiMethod.of(seen, "text"))
                .isInstanceOf(UnsignedCallException.class)
                .hasMessageContaining("java.lang.String.length");
    }

    @Test
    void bothAnnotationsOnOneMethodAreRefused() {
        assertThatThrownBy(() -> Routing.appliesTo(Both.class))
                .isInstanceOf(UnsignedCallException.class)
                .hasMessageContaining("contradicting");
    }
}
