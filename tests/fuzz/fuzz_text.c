/*
 * What leaves text.h is harmless, fits, and stays as it is when it goes
 * through again.
 */
#include "config.h"

#include "base/text.h"

#include "fuzz/fuzz.h"

#include <locale.h>

#define LIMIT ((size_t)1 << 22)

static void
check_harmless(struct str text)
{
    uint32_t codepoint;
    size_t len;

    while ((len = text_decode(text, &codepoint)) > 0) {
        assert(codepoint != TEXT_INVALID);
        assert(text_is_harmless(codepoint));
        text = str_make(text.at + len, text.len - len);
    }
}

static void
check_fit(struct str text, size_t width,
          size_t (*fit)(struct buf *out, struct str text, size_t width))
{
    struct buf out = BUF_INIT(LIMIT);
    size_t whole = text_width(text);
    size_t used = fit(&out, text, width);

    assert(used <= width);
    assert(used == text_width(buf_str(&out)));
    assert(whole > width || used == whole);
    check_harmless(buf_str(&out));
    buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input input = fuzz_input_of(data, size);
    struct buf once = BUF_INIT(LIMIT);
    struct buf twice = BUF_INIT(LIMIT);

    (void)setlocale(LC_CTYPE, "C.UTF-8");
    if (text_clean(&once, input.all)) {
        check_harmless(buf_str(&once));
        assert(text_width(input.all) == text_width(buf_str(&once)));
        assert(text_clean(&twice, buf_str(&once)));
        assert(str_equal(buf_str(&once), buf_str(&twice)));
        check_fit(input.all, input.step, text_fit_middle);
        check_fit(input.all, input.step, text_fit_end);
        assert(text_contains(input.all, input.all));
    }
    buf_release(&once);
    buf_release(&twice);
    return 0;
}
