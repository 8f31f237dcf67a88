/*
 * Keys come out of a terminal's bytes alike in whatever pieces these arrive,
 * and no control character comes out of a paste.
 */
#include "config.h"

#include "base/buf.h"
#include "ui/term/input.h"

#include "fuzz/fuzz.h"

#define LIMIT ((size_t)1 << 24)

static const char *
capability(const char *name)
{
    static const char *const known[][2] = {
        {"kcuu1", "\033OA"},  {"kcud1", "\033OB"}, {"kf1", "\033OP"},
        {"kdch1", "\033[3~"}, {"kbs", "\177"},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strcmp(known[i][0], name) == 0)
            return known[i][1];
    return NULL;
}

static void
add_key(void *data, const struct key *key)
{
    assert(!key->is_pasted || key->code >= ' ');
    (void)buf_addf(data, "%u.%u.%d ", (unsigned)key->code,
                   (unsigned)key->modifiers, key->is_pasted);
}

static void
feed(struct buf *out, struct str text, size_t step)
{
    struct input *input = input_new(capability);
    struct str piece;

    while (fuzz_take(&text, step, &piece))
        input_feed(input, piece, add_key, out);
    /* Time ends whatever was begun, in a bounded number of rounds. */
    for (int i = 0; i < 64 && input_is_waiting(input); i++)
        input_time_up(input, add_key, out);
    assert(!input_is_waiting(input));
    input_free(input);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input input = fuzz_input_of(data, size);
    struct buf whole = BUF_INIT(LIMIT);
    struct buf pieces = BUF_INIT(LIMIT);

    feed(&whole, input.all, SIZE_MAX);
    feed(&pieces, input.all, input.step);
    assert(str_equal(buf_str(&whole), buf_str(&pieces)));
    buf_release(&whole);
    buf_release(&pieces);
    return 0;
}
