/*
 * arguments.h - the words that the program was started with.
 *
 * One table of options makes the parser and the help text. A wrong word is
 * ERR_USAGE with one sentence that names it. Strings are borrowed from argv.
 */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "base/buf.h"
#include "base/err.h"

#define ARGUMENTS_COMMANDS 64
#define ARGUMENTS_NAMES 256

enum arguments_mode {
    MODE_DASHBOARD,
    MODE_PS,
    MODE_STATS,
    MODE_IMAGES,
    MODE_LOGS,
    MODE_PRINT_DEFAULTS,
    MODE_VERSION,
    MODE_HELP,
};

struct arguments {
    enum arguments_mode mode;
    const char *host;    /* -H, or NULL */
    const char *context; /* -c, or NULL */
    /* Without a screen: */
    const char *filter; /* --filter, or NULL */
    bool all;
    bool json;
    bool once;
    bool follow, timestamps;
    const char *since, *tail, *grep, *level; /* of logs, or NULL */
    const char *names[ARGUMENTS_NAMES]; /* stats, logs: of which containers */
    size_t name_count;                  /* 0: of all that run */
    /* The dashboard. */
    bool no_mouse;
    bool read_only;
    const char *config; /* --config, or NULL */
    /* Its :COMMANDs, in order. */
    const char *commands[ARGUMENTS_COMMANDS];
    size_t command_count;
};

bool arguments_parse(struct arguments *arguments, int argc,
                     const char *const *argv, struct err *err);
/* Append what --help says. */
void arguments_help(struct buf *out);

#endif
