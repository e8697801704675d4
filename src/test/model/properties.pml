/* What the verifier proves. With -DPROPERTY=<number> it looks at one of them only. */

#ifndef PROPERTY
#define PROPERTY 0
#endif

#define HOLDS(property, condition) assert((PROPERTY != 0 && PROPERTY != property) || (condition))

/* No refresh token is sent twice, except in the one attempt 10 minutes after a permit whose outcome is unknown. */
#define NO_TOKEN_SENT_TWICE 1

/* A refresh saves newer tokens of the same login, or nothing. */
#define NO_NEWER_SESSION_OVERWRITTEN 2

/*
 * Each refresh ends, as each run does: the verifier finds no cycle and no state without a next step. When all faults are
 * over, the next refresh returns a session or says that there is none.
 */
#define DEFINITE_OUTCOME 3

#define NOTHING_AFTER_LOGOUT 4

/* What the server issued is stored or revoked, unless the response was lost or the host that had it crashed. */
#define UNSTORED_IS_REVOKED 5

/* No host revokes the session that is stored. */
#define NO_STORED_SESSION_REVOKED 6

/* A session that ended because one of our own hosts had used its token is not reported as ended by the server. */
#define LOST_RESPONSE_IS_NAMED 7
