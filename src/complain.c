#include "config.h"

#include "complain.h"

#include "base/text.h"

#include <stdio.h>

void
complain(const char *words)
{
    struct str rest = str_of(words), line;
    struct buf out = BUF_INIT((size_t)64 << 10);
    bool is_first = true;

    while (str_cut(&rest, '\n', &line)) {
        if (!rest.at && line.len == 0)
            break;
        (void)buf_add_text(&out, is_first ? "bayplan: " : "");
        (void)text_clean(&out, line);
        (void)buf_add_char(&out, '\n');
        is_first = false;
    }
    (void)fputs(buf_text(&out), stderr);
    buf_release(&out);
}
