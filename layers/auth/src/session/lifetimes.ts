const day = 24 * 3600;

export const linksLiveSeconds = 3600;
export const sessionsLiveSeconds = 7 * day;
/** For a session that is not remembered. */
export const shortSessionsLiveSeconds = day;
