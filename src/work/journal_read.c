/*
 * journal_read.c - the last lines of the journal, for a person to read.
 */
#include "config.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "work/journal_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIELDS 7

/* The end of a file, from the first whole line on. None at all is no error. */
static bool
tail_read(struct buf *out, const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat status;
    char chunk[16384];
    ssize_t got = -1;
    size_t before = out->len;
    off_t from = 0;

    if (fd < 0)
        return errno == ENOENT || err_set_errno(err, errno, "opening %s", path);
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
        if (status.st_size > JOURNAL_READ)
            from = status.st_size - JOURNAL_READ;
        while ((got = pread(fd, chunk, sizeof(chunk),
                            from + (off_t)(out->len - before))) > 0 &&
               out->len - before < (size_t)JOURNAL_READ)
            (void)buf_add(out, chunk, (size_t)got);
    }
    if (got < 0)
        (void)err_set(err, "%s cannot be read", path);
    (void)close(fd);
    return got >= 0;
}

/* False: it is no line of ours, as when it was cut at the front. */
static bool
line_parse(struct journal_entry *entry, char *line)
{
    char *fields[FIELDS];
    size_t count = 0;

    for (fields[count++] = line; count < FIELDS; count++) {
        line = strchr(line, '\t');
        if (!line)
            return false;
        *line++ = '\0';
        fields[count] = line;
    }
    if (strchr(line, '\t') || !timestamp_parse(str_of(fields[0]), &entry->time))
        return false;
    entry->host = fields[1];
    entry->act = fields[2];
    entry->target = fields[3];
    entry->id = fields[4];
    entry->result = fields[5];
    entry->command = fields[6];
    return true;
}

/* Keeps the last `most` of them. */
static void
lines_parse(struct journal_page *page, size_t most)
{
    char *line = page->text, *end;
    size_t found = 0, cap = 0, skipped;

    for (; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        page->at =
            array_grow(page->at, &cap, page->count + 1, sizeof(*page->at));
        if (line_parse(&page->at[page->count], line))
            page->count++;
    }
    found = page->count;
    if (found <= most)
        return;
    skipped = found - most;
    memmove(page->at, page->at + skipped, most * sizeof(*page->at));
    page->count = most;
}

bool
journal_read(const struct journal *journal, size_t most,
             struct journal_page *page, struct err *err)
{
    struct buf text = BUF_INIT((size_t)JOURNAL_READ * 2 + 65536);
    bool ok;

    *page = (struct journal_page){0};
    ok = tail_read(&text, journal->old_path, err) &&
         tail_read(&text, journal->path, err);
    if (ok) {
        (void)buf_text(&text);
        page->text = buf_take(&text);
        lines_parse(page, most);
    }
    buf_release(&text);
    return ok;
}

void
journal_page_release(struct journal_page *page)
{
    free(page->text);
    free(page->at);
    *page = (struct journal_page){0};
}
