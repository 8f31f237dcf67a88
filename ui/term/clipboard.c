#include "config.h"

#include "ui/term/clipboard.h"

#include "base/base64.h"

#include <stdlib.h>

#define COPY_BEGIN "\x1b]52;c;"
#define COPY_LIMIT 100000 /* bytes of base64 */
#define SCREEN_PIECE 512  /* bytes in a DCS; old screens take 768 */

/* screen(1) hands on what is in a DCS and bears few bytes in one, so the
 * sequence comes in pieces. Unwrapped it would print most of a long one. */
static void
copy_through_screen(struct buf *out, struct str code)
{
    (void)buf_add_text(out, "\x1bP" COPY_BEGIN);
    while (code.len > SCREEN_PIECE) {
        (void)buf_add(out, code.at, SCREEN_PIECE);
        (void)buf_add_text(out, "\x1b\\\x1bP");
        code = str_make(code.at + SCREEN_PIECE, code.len - SCREEN_PIECE);
    }
    (void)buf_add_str(out, code);
    (void)buf_add_text(out, "\a\x1b\\");
}

static bool
is_set(const char *name)
{
    const char *value = getenv(name);

    return value && value[0];
}

/* tmux takes the sequence as its own where it is set up so, and otherwise
 * hands on what is wrapped; the two together work with either. */
bool
clipboard_add(struct buf *out, struct str text, struct err *err)
{
    struct buf code = BUF_INIT(COPY_LIMIT);
    bool is_whole = base64_add(&code, text);

    if (is_whole) {
        if (is_set("STY") && !is_set("TMUX"))
            copy_through_screen(out, buf_str(&code));
        else
            (void)buf_addf(out, COPY_BEGIN "%s\a", buf_text(&code));
        if (is_set("TMUX"))
            (void)buf_addf(out, "\x1bPtmux;\x1b" COPY_BEGIN "%s\a\x1b\\",
                           buf_text(&code));
    }
    buf_release(&code);
    if (!is_whole)
        return err_set_kind(err, ERR_LIMIT, "too much for a clipboard");
    return true;
}
