#include "config.h"

#include "base/log.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LINE_LIMIT 4096

static int log_fd = -1;
static long log_size; /* bytes in the file */

bool
log_open(const char *path, struct err *err)
{
    struct stat st;
    int fd;

    log_close();
    /* O_NONBLOCK: a FIFO without a reader must not hold us up. */
    fd = open(path,
              O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC |
                  O_NONBLOCK | O_NOCTTY,
              0600);
    if (fd < 0)
        return err_set_errno(err, errno, "opening the debug log '%s'", path);
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        (void)close(fd);
        return err_set(err, "the debug log '%s' is no regular file", path);
    }
    log_fd = fd;
    log_size = st.st_size > LOG_LIMIT ? LOG_LIMIT : (long)st.st_size;
    return true;
}

void
log_close(void)
{
    if (log_fd >= 0)
        (void)close(log_fd);
    log_fd = -1;
}

bool
log_is_open(void)
{
    return log_fd >= 0;
}

/* A log that cannot be written is closed: nothing depends on it. */
static void
write_line(struct str line)
{
    ssize_t written = write(log_fd, line.at, line.len);

    if (written < 0)
        log_close();
    else
        log_size += written;
}

static void
add_clock(struct buf *line)
{
    struct timespec now;
    struct tm tm;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (localtime_r(&now.tv_sec, &tm))
        (void)buf_addf(line, "%02d:%02d:%02d.%03ld ", tm.tm_hour, tm.tm_min,
                       tm.tm_sec, now.tv_nsec / 1000000);
}

void
log_line(const char *format, ...)
{
    static const char last[] = "the debug log is full; nothing follows\n";
    char words[LINE_LIMIT];
    struct buf line = BUF_INIT(2 * LINE_LIMIT);
    va_list args;

    if (log_fd < 0)
        return;
    va_start(args, format);
    (void)vsnprintf(words, sizeof(words), format, args);
    va_end(args);
    add_clock(&line);
    (void)text_clean(&line, str_of(words));
    if (line.len == line.limit)
        line.len--; /* room for the newline */
    line.is_full = false;
    (void)buf_add_char(&line, '\n');
    if (log_size + (long)line.len + (long)sizeof(last) > LOG_LIMIT) {
        write_line(str_of(last));
        log_close();
    } else {
        write_line(buf_str(&line));
    }
    buf_release(&line);
}
