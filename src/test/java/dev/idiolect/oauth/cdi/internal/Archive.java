package dev.idiolect.oauth.cdi.internal;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A custom qualifier of an application. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@interface Archive {

    /** For programmatic lookup. */
    final class Literal extends AnnotationLiteral<Archive> implements Archive {

        private static final long serialVersionUID = 1L;
    }
}
