#include "config.h"

#include "work/journal_private.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "work/places.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_LIMIT 8192
/* Digits of an id: enough to tell, short enough to read. */
#define ID_DIGITS 12

/* ---- its place */

struct journal *
journal_open(const char *(*env)(const char *name), struct err *err)
{
    struct buf path = BUF_INIT(PLACE_LIMIT);
    struct journal *journal = NULL;

    if (!places_state(&path, env, err) || !places_make(path.at, err))
        goto out;
    journal = xcalloc(1, sizeof(*journal));
    (void)buf_add_text(&path, "/journal");
    journal->path = xstrdup(buf_text(&path));
    (void)buf_add_text(&path, ".1");
    journal->old_path = xstrdup(buf_text(&path));
out:
    buf_release(&path);
    return journal;
}

void
journal_close(struct journal *journal)
{
    if (!journal)
        return;
    free(journal->path);
    free(journal->old_path);
    free(journal);
}

/* ---- writing */

/* The file, for one line; -1 with err. O_NONBLOCK so that a pipe put in its
 * place cannot hold us up. */
static int
file_open(const struct journal *journal, struct stat *status, struct err *err)
{
    int fd = open(journal->path,
                  O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW |
                      O_NONBLOCK,
                  0600);

    if (fd < 0 && errno == ELOOP) {
        (void)err_set_kind(err, ERR_DENIED, "%s is a symbolic link",
                           journal->path);
        return -1;
    }
    if (fd < 0) {
        (void)err_set_errno(err, errno, "opening %s", journal->path);
        return -1;
    }
    if (fstat(fd, status) != 0)
        (void)err_set_errno(err, errno, "looking at %s", journal->path);
    else if (!S_ISREG(status->st_mode) || status->st_uid != geteuid())
        (void)err_set_kind(err, ERR_DENIED, "%s is not a file of ours",
                           journal->path);
    else if ((status->st_mode & 077) && fchmod(fd, 0600) != 0)
        (void)err_set_errno(err, errno, "closing %s to others", journal->path);
    else
        return fd;
    (void)close(fd);
    return -1;
}

/* Whether the file is still in its place, or another program has begun a new
 * one since it was opened. */
static bool
is_in_place(const struct journal *journal, const struct stat *status)
{
    struct stat now;

    return lstat(journal->path, &now) == 0 && now.st_dev == status->st_dev &&
           now.st_ino == status->st_ino;
}

static int
file_for(const struct journal *journal, size_t size, struct err *err)
{
    struct stat status;
    int fd = file_open(journal, &status, err);

    if (fd < 0 || (long)status.st_size + (long)size <= JOURNAL_LIMIT)
        return fd;
    (void)close(fd);
    if (is_in_place(journal, &status) &&
        rename(journal->path, journal->old_path) != 0) {
        (void)err_set_errno(err, errno, "renaming %s", journal->path);
        return -1;
    }
    return file_open(journal, &status, err);
}

static bool
line_write(const struct journal *journal, struct str line, struct err *err)
{
    int fd = file_for(journal, line.len, err);
    ssize_t written;
    int number;

    if (fd < 0)
        return false;
    do
        written = write(fd, line.at, line.len);
    while (written < 0 && errno == EINTR);
    number = errno;
    if (close(fd) != 0 && written >= 0) {
        number = errno;
        written = -1;
    }
    if (written < 0)
        return err_set_errno(err, number, "writing %s", journal->path);
    if ((size_t)written < line.len)
        return err_set(err, "writing %s: the disk is full", journal->path);
    return true;
}

/* Harmless text holds no tab and no newline, so a field is a field. */
static void
field_add(struct buf *line, struct str text)
{
    struct buf field = BUF_INIT(LINE_LIMIT / 4);

    if (line->len > 0)
        (void)buf_add_char(line, '\t');
    (void)text_clean(&field, text);
    (void)buf_add_str(line, buf_str(&field));
    buf_release(&field);
}

static void
line_make(struct buf *line, const struct journal_entry *entry)
{
    char time[TIMESTAMP_SIZE];
    struct str id = str_of(entry->id);

    if (id.len > ID_DIGITS)
        id.len = ID_DIGITS;
    timestamp_format(time, entry->time);
    field_add(line, str_of(time));
    field_add(line, str_of(entry->host));
    field_add(line, str_of(entry->act));
    field_add(line, str_of(entry->target));
    field_add(line, id);
    field_add(line, str_of(entry->result));
    field_add(line, str_of(entry->command));
    (void)buf_add_char(line, '\n');
}

bool
journal_add(struct journal *journal, const struct journal_entry *entry,
            struct err *err)
{
    struct buf line = BUF_INIT(LINE_LIMIT);
    struct err why;
    bool ok;

    line_make(&line, entry);
    ok = line_write(journal, buf_str(&line), &why);
    buf_release(&line);
    if (ok) {
        journal->is_told = false;
        return true;
    }
    if (journal->is_told)
        return true;
    journal->is_told = true;
    return err_copy(err, &why);
}

/* ---- commands */

static bool
needs_quotes(struct str word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_./:=@%+,-";
    size_t i;

    for (i = 0; i < word.len; i++)
        if (!strchr(plain, word.at[i]))
            return true;
    return word.len == 0;
}

static void
word_quote(struct buf *out, struct str word)
{
    struct str piece;
    bool is_first = true;

    if (!needs_quotes(word)) {
        (void)buf_add_str(out, word);
        return;
    }
    (void)buf_add_char(out, '\'');
    while (str_cut(&word, '\'', &piece)) {
        if (!is_first)
            (void)buf_add_text(out, "'\\''");
        (void)buf_add_str(out, piece);
        is_first = false;
    }
    (void)buf_add_char(out, '\'');
}

void
journal_command(struct buf *out, const char *const *words)
{
    size_t i;

    for (i = 0; words[i]; i++) {
        if (i > 0)
            (void)buf_add_char(out, ' ');
        word_quote(out, str_of(words[i]));
    }
}
