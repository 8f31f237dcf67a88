/*
 * Text with escape sequences, as any container may write it.
 */
#include "config.h"

#include "base/escape.h"
#include "ui/cells/ansi.h"

#include "fuzz/fuzz.h"

#include <locale.h>

/* What is seen has no control in it, and its places are those of the plain
 * text. */
static void
check_reading(struct str text)
{
    struct buf plain = BUF_INIT(1 << 20);
    struct ansi ansi;
    struct glyph glyph;
    size_t at = 0, column = 0;

    assert(escape_strip(&plain, text));
    assert(plain.len <= text.len);
    ansi_begin(&ansi, text);
    while (ansi_next(&ansi, &glyph)) {
        assert(glyph.len > 0 && (unsigned char)glyph.bytes[0] >= ' ');
        assert(glyph.width == 1 || glyph.width == 2);
        assert(ansi.at >= at && ansi.column == column + glyph.width);
        assert(ansi.ink.flags & INK_FORE || ansi.ink.fore == 0);
        assert(ansi.ink.flags & INK_BACK || ansi.ink.back == 0);
        at = ansi.at;
        column = ansi.column;
    }
    assert(ansi.at == plain.len && ansi.rest.len == 0);
    buf_release(&plain);
}

static void
check_rows(struct str text, size_t width)
{
    struct ansi ansi;

    ansi_begin(&ansi, text);
    for (;;) {
        struct ansi before = ansi;

        if (!ansi_skip(&ansi, width))
            break;
        assert(ansi.column > before.column);
        assert(ansi.column - before.column <= width || width < 2);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input input = fuzz_input_of(data, size);

    (void)setlocale(LC_ALL, "C.UTF-8");
    check_reading(input.all);
    check_rows(input.all, input.step);
    return 0;
}
