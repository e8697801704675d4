/* The statements of the database. Each is used within an atomic step, by a host or for a statement in flight. */

/* Conditions of the lease. */
#define IS_FREE (refresh.owner == NOBODY)
#ifdef LEASE_NEVER_EXPIRES
#define MAY_EXPIRE false
#else
#define MAY_EXPIRE (refresh.owner != NOBODY && !refresh.spend)
#endif

/* The permit can be 10 minutes old now. */
#ifdef PERMIT_NEVER_EXPIRES
#define MAY_BE_OLD false
#elif defined(LONG_TRANSIT)
#define MAY_BE_OLD (refresh.spend)
#else
#define MAY_BE_OLD (refresh.spend && onTheWay == 0)
#endif

/* Permits follow each other: if the newest is 10 minutes old, so are the ones before. */
inline tenMinutesPass() {
  clock[1] = (clock[1] == RUNNING -> LATE : clock[1]);
  clock[2] = (clock[2] == RUNNING -> LATE : clock[2]);
  clock[3] = (clock[3] == RUNNING -> LATE : clock[3]);
  extra[refresh.login] = refresh.token
}

/* What an earlier permit was for stays in the row, so that a lost response has its name even after several hosts. */
inline lease(owner_) {
  refresh.owner = owner_;
  refresh.spend = 0;
#ifdef LEASE_FORGETS_PERMIT
  refresh.spendVersion = 0;
#endif
  refresh.login = 0;
  refresh.token = 0
}

#ifdef PERMIT_WITHOUT_OWNER
#define OWNS(owner_) (refresh.owner != NOBODY)
#else
#define OWNS(owner_) (refresh.owner == owner_)
#endif

#define UNCHANGED(version_) (session.login != 0 && session.version == version_)

#define MAY_SPEND(owner_, version_) (OWNS(owner_) && !refresh.spend && UNCHANGED(version_))

inline permit(version_, login_, token_) {
  refresh.spend = 1;
  refresh.spendVersion = version_;
  refresh.login = login_;
  refresh.token = token_
}

/* Says that the permit was not used. The version returns to the one that lease found. */
inline withdraw(owner_, before_) {
  if
  :: refresh.owner == owner_ && refresh.spend ->
    refresh.spend = 0;
    refresh.spendVersion = before_;
    refresh.login = 0;
    refresh.token = 0
  :: else
  fi
}

/* The row stays if it says that a permit was used and its outcome is unknown. */
inline release(owner_) {
  if
#ifdef RELEASE_DROPS_PERMIT
  :: refresh.owner == owner_ -> forget()
#else
  :: refresh.owner == owner_ && !refresh.spend ->
    refresh.owner = NOBODY;
#ifdef RELEASE_DELETES_ROW
    refresh.spendVersion = 0
#endif
#endif
  :: else
  fi
}

inline forget() {
  refresh.owner = NOBODY;
  refresh.spend = 0;
  refresh.spendVersion = 0;
  refresh.login = 0;
  refresh.token = 0
}

#ifdef SAVE_WITHOUT_VERSION
#define MAY_REPLACE(version_) (session.login != 0)
#elif defined(SAVE_INSERTS)
#define MAY_REPLACE(version_) (session.login == 0 || UNCHANGED(version_))
#else
#define MAY_REPLACE(version_) UNCHANGED(version_)
#endif

/* Saves the tokens of a refresh, and deletes the row of the lease. */
inline replace(login_, token_) {
  HOLDS(NOTHING_AFTER_LOGOUT, !loggedOut);
  HOLDS(NO_NEWER_SESSION_OVERWRITTEN, session.login == login_ && session.token < token_);
  session.login = login_;
  session.token = token_;
  newVersion();
  forget()
}

/* Marks the session as ended, and deletes the row of the lease. */
inline end() {
  HOLDS(NOTHING_AFTER_LOGOUT, !loggedOut);
  session.ended = 1;
  newVersion();
  forget()
}

inline newVersion() {
#ifdef VERSION_REPEATS
  session.version++
#else
  versions++;
  session.version = versions
#endif
}

/* The server revokes a login by its newest tokens, and perhaps also by older ones. */
inline revoke(login_, token_) {
  if
  :: dead[login_] = 1
  :: token_ < newest[login_]
  fi
}
