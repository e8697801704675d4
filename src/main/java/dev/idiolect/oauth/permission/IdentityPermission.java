package dev.idiolect.oauth.permission;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Permission to change the identity of the account: {@code identity:handle} or {@code identity:*}.
 *
 * @see <a href="https://atproto.com/specs/permission#identity">AT Protocol: identity permission</a>
 */
public final class IdentityPermission extends ScopeText implements Permission {

    static final String RESOURCE = "identity";
    static final String POSITIONAL = "attr";

    private static final Pattern WORD = Pattern.compile("\\*|[A-Za-z][A-Za-z0-9._-]*");
    private static final Words<IdentityAttribute> ATTRIBUTES = new Words<>(IdentityAttribute.class);
    private static final Rule ATTRIBUTE = new Rule(
            POSITIONAL,
            text -> WORD.matcher(text).matches(),
            ATTRIBUTES.rule(POSITIONAL).use());

    private final IdentityAttribute attribute;

    private IdentityPermission(IdentityAttribute attribute) {
        super(new CanonicalScope(RESOURCE)
                .positional(POSITIONAL, List.of(Words.word(attribute)))
                .text());
        this.attribute = attribute;
    }

    static Permission read(ScopeValue value) {
        IdentityAttribute attribute = ATTRIBUTES.constant(value.requiredSingle(ATTRIBUTE));
        if (attribute == null) {
            return value.unknown();
        }
        value.allowOnly(ATTRIBUTE);
        return new IdentityPermission(attribute);
    }

    static IdentityPermission of(IdentityAttribute attribute) {
        return new IdentityPermission(attribute);
    }

    /**
     * Returns the attribute.
     *
     * @return the attribute
     */
    public IdentityAttribute attribute() {
        return attribute;
    }

    /**
     * Returns whether this allows to change an attribute.
     *
     * @param wanted the attribute
     * @return whether it is allowed
     */
    public boolean allows(IdentityAttribute wanted) {
        return attribute == IdentityAttribute.ALL || attribute == wanted;
    }
}
