#include "config.h"

#include "ui/widgets/screenshot.h"

#include "ui/cells/picture.h"
#include "ui/widgets/app.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define FILE_LIMIT ((size_t)64 << 20)

static bool
write_all(int fd, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.at, bytes.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = str_make(bytes.at + n, bytes.len - (size_t)n);
    }
    return true;
}

static bool
write_file(const char *name, struct str bytes, struct err *err)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool is_whole;

    if (fd < 0)
        return err_set_errno(err, errno, "writing %s", name);
    is_whole = write_all(fd, bytes);
    if (close(fd) != 0 || !is_whole) {
        (void)unlink(name);
        return err_set_errno(err, errno, "writing %s", name);
    }
    return true;
}

/* A picture goes to places where a secret should not: it is masked there also
 * when it is not on the screen. */
static bool
take_screenshot(void *context, const struct words *words, struct err *err)
{
    struct app *app = context;
    const struct theme *theme = app_theme(app);
    enum picture_form form = picture_form_of(words->at[1]);
    struct buf text = BUF_INIT(FILE_LIMIT), seen = BUF_INIT(FILE_LIMIT);
    struct grid grid;
    bool ok;

    grid_init(&grid);
    app_render(app, &grid);
    ok = picture_add(&seen, &grid, theme, form);
    app_render_masked(app, &grid);
    ok = (ok && picture_add(&text, &grid, theme, form)) ||
         err_set_kind(err, ERR_LIMIT, "the picture is too large");
    ok = ok && write_file(words->at[1].at, buf_str(&text), err);
    if (ok)
        app_say(app, MESSAGE_INFO, "wrote the screen to %s%s", words->at[1].at,
                str_equal(buf_str(&seen), buf_str(&text))
                    ? ""
                    : "; revealed secrets are masked in it");
    grid_release(&grid);
    buf_release(&seen);
    buf_release(&text);
    return ok;
}

const struct command screenshot_commands[] = {
    {
        .name = "screenshot",
        .usage = "FILE",
        .help = "write the screen to a file: .svg, .ansi, else text",
        .min_words = 1,
        .max_words = 1,
        .run = take_screenshot,
    },
};
const size_t screenshot_command_count =
    sizeof(screenshot_commands) / sizeof(screenshot_commands[0]);
