/* How much happens in one run. Pauses are not counted: each host can be paused at each step, beyond every limit. */

#define HOSTS 3

/* Refreshes that begin, at any host. */
#ifndef CALLS
#define CALLS 3
#endif

/* Hosts that crash. */
#ifndef CRASHES
#define CRASHES 1
#endif

/* Requests or responses that the network loses. */
#ifndef LOSSES
#define LOSSES 1
#endif

/* Requests that the server rejects without using the refresh token, such as use_dpop_nonce. */
#ifndef REJECTIONS
#define REJECTIONS 1
#endif

/* Sessions that the server ends by itself. */
#ifndef ENDINGS
#define ENDINGS 0
#endif

/* Logins and logouts. */
#ifndef USERS
#define USERS 0
#endif

/* Statements whose result is lost. */
#ifndef UNCLEAR
#define UNCLEAR 0
#endif

#define LOGINS (USERS + 1)
