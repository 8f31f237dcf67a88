#include "config.h"

#include "complain.h"

#include "base/text.h"

#include <stdio.h>

#define WORDS_LIMIT ((size_t)64 << 10)

static void
say(const char *before, struct str words)
{
    struct buf out = BUF_INIT(WORDS_LIMIT);

    (void)text_clean(&out, words);
    (void)fprintf(stderr, "%s%s\n", before, buf_text(&out));
    buf_release(&out);
}

void
complain(const char *words)
{
    say("bayplan: ", str_of(words));
}

void
complain_lines(const char *lines)
{
    struct str rest = str_of(lines), line;

    while (str_cut(&rest, '\n', &line))
        if (line.len > 0)
            say("", line);
}
