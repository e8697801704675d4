package dev.idiolect.oauth.session.internal;

import jakarta.json.bind.config.PropertyVisibilityStrategy;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** Maps fields to JSON and ignores methods. Public, since JSON-B providers create it by reflection. */
public final class FieldVisibility implements PropertyVisibilityStrategy {

    @Override
    public boolean isVisible(Field field) {
        return true;
    }

    @Override
    public boolean isVisible(Method method) {
        return false;
    }
}
