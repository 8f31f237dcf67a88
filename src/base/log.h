/*
 * log.h - the debug log (BAYPLAN_LOG=FILE): requests with status, size and
 * time, events, reconnections.
 *
 * One of the few globals. The file is made with mode 0600, never followed
 * through a symbolic link, and holds at most LOG_LIMIT bytes; then one last
 * line says so. Lines are made harmless (text.h) and never hold secrets:
 * request bodies, environment values and headers are not written.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/err.h"

#define LOG_LIMIT (64L << 20)

bool log_open(const char *path, struct err *err);
void log_close(void);
bool log_is_open(void); /* for callers whose words cost something */
/* "08:30:00.123 net: ..." One line; does nothing while closed. */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
