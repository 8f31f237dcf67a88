/*
 * journal.h - every act, on disk: when, where, what, on what, with which
 * result, and the docker command that does the same.
 *
 * $XDG_STATE_HOME/bayplan/journal (~/.local/state), mode 0600, a line each,
 * tab-separated, harmless text, never environment values. At JOURNAL_LIMIT
 * bytes it is renamed to journal.1 (the old one goes) and begun anew. That it
 * cannot be written is told once and stops nothing.
 *
 * The file is opened for each line and written in one piece, so that several
 * programs can share it and each follows when another begins it anew. It must
 * be a plain file of ours: a symbolic link or a pipe in its place is refused.
 */
#ifndef WORK_JOURNAL_H
#define WORK_JOURNAL_H

#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

#define JOURNAL_LIMIT (4L << 20)

struct journal;

struct journal_entry {
    int64_t time;       /* ns since 1970 */
    const char *host;   /* the engine's name */
    const char *act;    /* "stop" */
    const char *target; /* the container's name */
    const char *id;
    const char *result;  /* "done", "already stopped", or why it failed */
    const char *command; /* "docker stop web" */
};

/* `env` is getenv() or a test's own. NULL with err when there is no place. */
struct journal *journal_open(const char *(*env)(const char *name),
                             struct err *err);
void journal_close(struct journal *journal); /* NULL is fine */
/* False: it was not written. After the first failure the next ones are
 * silent (true) until a line was written again. */
bool journal_add(struct journal *journal, const struct journal_entry *entry,
                 struct err *err);

/* The end of the journal, oldest first; the entries point into `text`. */
#define JOURNAL_READ (1L << 20) /* most bytes of each of the two files */
struct journal_page {
    struct journal_entry *at;
    size_t count;
    char *text;
};
/* The last entries, at most `most`. What is no line of ours is left out; that
 * there is no file yet is a page without entries. */
bool journal_read(const struct journal *journal, size_t most,
                  struct journal_page *page, struct err *err);
void journal_page_release(struct journal_page *page);

/* Append the words, each quoted for a shell; NULL after the last. */
struct buf;
void journal_command(struct buf *out, const char *const *words);

#endif
