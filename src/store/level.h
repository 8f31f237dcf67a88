/*
 * level.h - how serious a line of a log is, by what its writer put in it.
 *
 * Recognised are, in this order:
 *
 *   JSON       a member level, lvl, severity, log.level (also nested), @l and
 *              the like of the outermost object: words, pino's and bunyan's
 *              tens, Monolog's hundreds, syslog's 0 to 7; MongoDB's "s"
 *   <N>        syslog's priority
 *   I0102 ...  klog and glog; "I, [" of Ruby; the signs of Redis
 *   logfmt     level=warn among the pairs
 *   words      [error], <info>, WARN, "error:", INFO[0007], app.ERROR: and
 *              what else stands in the head of a line, before its message
 *
 * A word in the message is none: "GET /error", "0 errors found", "no ERROR".
 * Only LEVEL_HEAD bytes are looked at (of JSON LEVEL_JSON), nothing is
 * allocated, and the bytes may be any.
 */
#ifndef STORE_LEVEL_H
#define STORE_LEVEL_H

#include "base/str.h"

#define LEVEL_HEAD 256
#define LEVEL_JSON 8192

enum level {
    LEVEL_NONE, /* nothing says it */
    LEVEL_TRACE,
    LEVEL_DEBUG,
    LEVEL_INFO,
    LEVEL_WARN,
    LEVEL_ERROR,
    LEVEL_FATAL,
    LEVEL_COUNT,
};

/* "warn"; that of LEVEL_NONE is "none". NULL-terminated. */
extern const char *const level_names[LEVEL_COUNT + 1];

/* Of a whole line, escape sequences and all. */
enum level level_of(struct str line);
/* What a word means by itself, whatever its case: "Warning", "eror". */
enum level level_of_word(struct str word);

#endif
