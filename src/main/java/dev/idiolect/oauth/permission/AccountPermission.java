package dev.idiolect.oauth.permission;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Permission to read or manage the hosting of the account: {@code account:email?action=manage}.
 *
 * <p>The specification allows one action. The official server accepts several; together, they are the greatest one.
 *
 * @see <a href="https://atproto.com/specs/permission#account">AT Protocol: account permission</a>
 */
public final class AccountPermission extends ScopeText implements Permission {

    static final String RESOURCE = "account";
    static final String POSITIONAL = "attr";

    private static final String ACTION_NAME = "action";
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");
    private static final Words<AccountAttribute> ATTRIBUTES = new Words<>(AccountAttribute.class);
    private static final Words<AccountAction> ACTIONS = new Words<>(AccountAction.class);
    private static final Rule ATTRIBUTE = new Rule(
            POSITIONAL,
            text -> WORD.matcher(text).matches(),
            ATTRIBUTES.rule(POSITIONAL).use());
    private static final Rule ACTION = ACTIONS.rule(ACTION_NAME);

    private final AccountAttribute attribute;
    private final AccountAction action;

    private AccountPermission(AccountAttribute attribute, AccountAction action) {
        super(text(attribute, action));
        this.attribute = attribute;
        this.action = action;
    }

    static Permission read(ScopeValue value) {
        AccountAttribute attribute = ATTRIBUTES.constant(value.requiredSingle(ATTRIBUTE));
        if (attribute == null) {
            return value.unknown();
        }
        value.allowOnly(ATTRIBUTE, ACTION);
        boolean manage = ACTIONS.constants(value.all(ACTION)).contains(AccountAction.MANAGE);
        return new AccountPermission(attribute, manage ? AccountAction.MANAGE : AccountAction.READ);
    }

    private static String text(AccountAttribute attribute, AccountAction action) {
        return new CanonicalScope(RESOURCE)
                .positional(POSITIONAL, List.of(Words.word(attribute)))
                .named(ACTION_NAME, action == AccountAction.READ ? List.of() : List.of(Words.word(action)))
                .text();
    }

    static AccountPermission of(AccountAttribute attribute, AccountAction action) {
        return new AccountPermission(attribute, action);
    }

    /**
     * Returns the attribute.
     *
     * @return the attribute
     */
    public AccountAttribute attribute() {
        return attribute;
    }

    /**
     * Returns the greatest allowed action.
     *
     * @return the action; the default is {@link AccountAction#READ}
     */
    public AccountAction action() {
        return action;
    }

    /**
     * Returns whether this allows an action.
     *
     * @param wanted the attribute
     * @param degree what to do with it
     * @return whether it is allowed
     */
    public boolean allows(AccountAttribute wanted, AccountAction degree) {
        return attribute == wanted && (action == AccountAction.MANAGE || action == degree);
    }
}
